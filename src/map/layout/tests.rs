//! Where nodes stand, tried with small worlds.

use cloud::view::stage::Contents;

use super::*;

/// A node that holds nothing.
pub fn node(place: Place) -> Node {
    Node {
        family: Family::of(&place),
        title: place.to_string(),
        place,
        kind: String::new(),
        contents: Contents::Nothing,
        failure: None,
        route: None,
    }
}

/// An edge with a label of usual length.
pub fn edge(from: &Place, to: &Place, kind: EdgeKind) -> Edge {
    Edge { from: from.clone(), to: to.clone(), kind, label: "s3:PutObject".into(), refused: false }
}

fn thumbnail_world(with_permission: bool) -> Stage {
    let [photos, thumbnails] = ["my-original-images", "my-thumbnails"].map(|name| Place::Bucket(name.into()));
    let function = Place::Function("make-thumbnail".into());
    let logs = Place::LogGroup("/aws/lambda/make-thumbnail".into());
    let mut edges = vec![
        edge(&Place::Client, &photos, EdgeKind::Call),
        edge(&photos, &function, EdgeKind::Trigger),
        edge(&function, &photos, EdgeKind::Permitted),
        edge(&function, &logs, EdgeKind::Logs),
    ];
    if with_permission {
        edges.push(edge(&function, &thumbnails, EdgeKind::Permitted));
    }
    let nodes = [Place::Client, photos, function, thumbnails, logs].map(node).into();
    Stage { nodes, edges }
}

#[test]
fn the_flow_runs_right_with_the_client_above_and_logs_below() {
    let layout = lay_out(&thumbnail_world(true), Size { width: 776.0, height: 500.0 }, false);
    let slots: Vec<Slot> = layout.slots.into_iter().flatten().collect();
    let [client, photos, function, thumbnails, logs] = slots[..] else { panic!("five nodes stand") };
    assert!(client.bottom() < photos.y && (client.x - photos.x).abs() < 1.0);
    assert!(photos.right() < function.x && function.right() < thumbnails.x);
    assert!(function.bottom() < logs.y && logs.bottom() <= 500.0);
    assert!(slots.iter().enumerate().all(|(at, a)| slots[..at].iter().all(|b| !a.overlaps(b))));
}

#[test]
fn below_the_address_bar_the_flow_begins_at_the_upper_edge() {
    let room = Size { width: 776.0, height: 330.0 };
    let layout = lay_out(&thumbnail_world(true), room, true);
    let slots: Vec<Slot> = layout.slots.into_iter().flatten().collect();
    let [bar, photos, function, thumbnails, _] = slots[..] else { panic!("five nodes stand") };
    assert!(
        bar.y.abs() < 1e-9 && bar.height.abs() < 1e-9 && bar.x <= photos.x && thumbnails.right() <= bar.right() + 1.0
    );
    assert!(photos.right() < function.x && photos.y * layout.scale >= MARGIN_BELOW_BAR - 0.1);
    assert!(slots[1..].iter().enumerate().all(|(at, a)| slots[1..][..at].iter().all(|b| !a.overlaps(b))));
}

#[test]
fn below_the_address_bar_logs_are_left_out_before_the_map_is_cut() {
    let stage = thumbnail_world(true);
    let logs = stage.nodes.iter().position(|node| node.family == Family::Observability).expect("there are some");
    let shown = |height: f64| {
        let room = Size { width: 776.0, height };
        let layout = lay_out(&stage, room, true);
        (layout.slots[logs].is_some(), layout.is_cut(room))
    };
    assert_eq!(shown(330.0), (true, false));
    assert_eq!(shown(190.0), (false, false));
    assert_eq!(shown(90.0), (true, true), "where it would not help, nothing is left out");
}

#[test]
fn below_the_address_bar_what_was_made_by_hand_makes_room() {
    let mut stage = thumbnail_world(true);
    stage.nodes.insert(4, node(Place::Service("apigateway")));
    stage.edges.push(edge(&Place::Client, &Place::Service("apigateway"), EdgeKind::Call));
    let room = Size { width: 776.0, height: 300.0 };
    let (apart, chosen) = (fitted(&stage, room, true, Shown::All), lay_out(&stage, room, true));
    assert!(chosen.scale > apart.scale, "{} is no more than {}", chosen.scale, apart.scale);
    assert!(!chosen.is_cut(room));
}

#[test]
fn a_permission_taken_away_moves_nothing() {
    let room = Size { width: 776.0, height: 500.0 };
    assert_eq!(lay_out(&thumbnail_world(true), room, false).slots, lay_out(&thumbnail_world(false), room, false).slots);
}

#[test]
fn what_is_made_by_hand_piles_up_where_the_flow_ends() {
    let room = Size { width: 776.0, height: 500.0 };
    for permitted in [true, false] {
        let mut stage = thumbnail_world(permitted);
        stage.nodes.insert(4, node(Place::Table("users".into())));
        stage.edges.push(edge(&Place::Client, &Place::Table("users".into()), EdgeKind::Call));
        let layout = lay_out(&stage, room, false);
        let (thumbnails, table) = (layout.slots[3].expect("stands"), layout.slots[4].expect("stands"));
        assert!((thumbnails.x - table.x).abs() < 1.0 && thumbnails.bottom() < table.y, "{permitted}");
    }
    let mut stage = thumbnail_world(true);
    for number in 0..40 {
        stage.nodes.insert(4, node(Place::Table(format!("table-{number}").into())));
    }
    let slots: Vec<Slot> = lay_out(&stage, room, false).slots.into_iter().flatten().collect();
    assert!(slots.iter().enumerate().all(|(at, a)| slots[..at].iter().all(|b| !a.overlaps(b))));
}

#[test]
fn a_narrow_screen_flows_down_and_leaves_the_client_out() {
    let layout = lay_out(&thumbnail_world(true), Size { width: 390.0, height: 520.0 }, false);
    assert!(layout.downwards && layout.slots[0].is_none());
    assert!(layout.slots[1].expect("stands").bottom() < layout.slots[2].expect("stands").y);
}

#[test]
fn a_locator_fits_beside_an_open_function_and_leaves_the_logs_to_it() {
    let room = Size { width: 303.0, height: 460.0 };
    let layout = lay_out(&thumbnail_world(true), room, false);
    assert!(layout.slots[4].is_none() && layout.slots[3].is_some());
    assert!(layout.size.height <= room.height, "{:?}", layout.size);
}

#[test]
fn a_small_room_makes_the_map_smaller_before_it_scrolls() {
    let layout = lay_out(&thumbnail_world(true), Size { width: 620.0, height: 330.0 }, false);
    assert!(layout.scale < 1.0);
    assert!(layout.size.height <= 330.0 / layout.scale + 1.0);
}
