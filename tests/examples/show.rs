//! Prints the history of a lesson's solution.
fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "01-thumbnail".to_owned());
    let mut playthrough = lessons::Playthrough::new(tests::lesson_files::lesson(&name)).expect("deploys");
    let mut host = tests::host::Host::default();
    for command in tests::lesson_files::solution(&name) {
        host.dispatch(&mut playthrough, command);
    }
    print!("{}", tests::transcript::transcript(playthrough.trace()));
    for group in playthrough.cloud().world().logs().groups() {
        for event in &group.events { println!("{} {}", event.at.iso8601(), event.message); }
    }
}
