//! APIs that call themselves come to an end, and say why.

use crate::services::apigateway::state::Integration;
use crate::services::execute_api::testing::{API, Does, Stand, method, proxy, request};

#[test]
fn an_api_that_calls_itself_by_http_ends() {
    let mut stand = Stand::new();
    stand.deploy(vec![(
        "GET",
        "/",
        method(Integration {
            kind: "HTTP_PROXY".to_owned(),
            http_method: "GET".to_owned(),
            uri: format!("https://{API}.execute-api.us-east-1.amazonaws.com/prod"),
            ..Integration::default()
        }),
    )]);
    let answer = stand.get("/prod");
    assert_eq!(answer.status, 500);
    let messages = &stand.cloud.trace().messages;
    let last = messages.iter().rfind(|message| message.service == "execute-api").expect("there are some");
    let says = &last.handled.as_ref().expect("it was handled").phases[0].says;
    assert!(says.contains("has passed through API Gateway 16 times"), "{says}");
}

#[test]
fn an_api_whose_function_calls_it_ends() {
    let mut stand = Stand::new();
    stand.function("again", Does::Calls(request("GET", "/prod")));
    stand.deploy(vec![("GET", "/", proxy("again"))]);
    let answer = stand.get("/prod");
    assert_eq!(answer.status, 500);
    let messages = &stand.cloud.trace().messages;
    let told = messages.iter().filter_map(|message| message.handled.as_ref()).flat_map(|handled| &handled.phases);
    let told: Vec<&str> =
        told.map(|phase| phase.says.as_str()).filter(|says| says.contains("called each other")).collect();
    assert_eq!(told.len(), 1, "the innermost request says it");
    assert!(stand.cloud.world().execute_api().exchanges.is_empty());
}
