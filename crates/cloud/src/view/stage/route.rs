//! Which of an API's routes a request takes, as far as a map needs to know it. What answers it decides for itself.

use super::ApiView;
use crate::http::Request;

/// The route of `view` that a request takes, by its place in the list; none when it takes none.
pub(super) fn taken(view: &ApiView, request: &Request) -> Option<usize> {
    let has_stage = view.address.as_ref().is_some_and(|address| {
        let after = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        after.contains('/')
    });
    let path = match request.path.trim_start_matches('/').split_once('/') {
        Some((_, rest)) if has_stage => rest,
        None if has_stage => "",
        _ => request.path.trim_start_matches('/'),
    };
    let asked = parts(path);
    let fits = view.routes.iter().enumerate().filter_map(|(index, route)| {
        let is_any = route.method == "ANY";
        let of_method = is_any || route.method.eq_ignore_ascii_case(&request.method);
        let rank = rank(&parts(&route.path), &asked).filter(|_| of_method)?;
        Some(((rank, is_any), index))
    });
    fits.min().map(|(_, index)| index)
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// How closely a route fits, part by part: a word of its own before a variable, and that before one that takes all.
fn rank(route: &[&str], asked: &[&str]) -> Option<Vec<u8>> {
    let mut ranks = Vec::new();
    for (index, part) in route.iter().enumerate() {
        let given = asked.get(index)?;
        if part.starts_with('{') && part.ends_with("+}") {
            ranks.push(2);
            return Some(ranks);
        }
        match part.starts_with('{') {
            true => ranks.push(1),
            false if part == given => ranks.push(0),
            false => return None,
        }
    }
    (route.len() == asked.len()).then_some(ranks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::stage::RouteView;

    #[track_caller]
    fn check(request: &str, wanted: Option<&str>) {
        let routes = ["GET /", "GET /users", "ANY /users/{id}", "GET /users/{id}", "GET /users/me", "ANY /{proxy+}"];
        let view = ApiView {
            address: Some("https://a1.execute-api.us-east-1.amazonaws.com/prod".to_owned()),
            routes: routes
                .iter()
                .filter_map(|route| route.split_once(' '))
                .map(|(method, path)| RouteView {
                    method: method.to_owned(),
                    path: path.to_owned(),
                    ..RouteView::default()
                })
                .collect(),
            ..ApiView::default()
        };
        let (method, path) = request.split_once(' ').expect("a method and a path");
        let request = Request { method: method.to_owned(), path: path.to_owned(), ..Request::default() };
        assert_eq!(taken(&view, &request).map(|index| routes[index]), wanted);
    }

    #[test]
    fn the_closest_route_is_taken() {
        check("GET /prod", Some("GET /"));
        check("GET /prod/users", Some("GET /users"));
        check("GET /prod/users/1", Some("GET /users/{id}"));
        check("PUT /prod/users/1", Some("ANY /users/{id}"));
        check("GET /prod/users/me", Some("GET /users/me"));
        check("POST /prod/users", Some("ANY /{proxy+}"));
        check("DELETE /prod/a/b/c", Some("ANY /{proxy+}"));
        check("POST /prod", None);
    }
}
