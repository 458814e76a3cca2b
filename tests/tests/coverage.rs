//! The README's table of what is simulated says what the services' tables say.

use cloud::services::coverage::coverage;

/// What services are called in prose.
const TITLES: [(&str, &str); 8] = [
    ("s3", "S3"),
    ("lambda", "Lambda"),
    ("logs", "CloudWatch Logs"),
    ("iam", "IAM"),
    ("sts", "STS"),
    ("cloudformation", "CloudFormation"),
    ("dynamodb", "DynamoDB"),
    ("apigateway", "API Gateway, REST"),
];

#[test]
fn the_readme_says_how_much_is_simulated() {
    let mut table = String::from("| service | simulated | not simulated |\n| --- | ---: | ---: |\n");
    for held in coverage() {
        let title = TITLES.iter().find(|(prefix, _)| *prefix == held.service).map_or(held.service, |(_, title)| title);
        table.push_str(&format!("| {title} | {} | {} |\n", held.simulated.len(), held.missing.len()));
    }
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).expect("it is there");
    assert!(readme.contains(&table), "put this table into the section \"What is not\" of README.md:\n\n{table}");
}
