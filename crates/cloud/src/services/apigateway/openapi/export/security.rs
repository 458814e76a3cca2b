//! What methods ask of their callers.

use serde_json::{Map, Value, json};

use super::{Export, put, put_text};
use crate::services::apigateway::state::{Authorizer, Method};

impl Export<'_> {
    /// What a method asks of its callers, by the names of the schemes.
    pub fn security(&self, method: &Method) -> Vec<Value> {
        let mut security = Vec::new();
        if self.extensions.authorizers {
            if let Some(authorizer) = self.snapshot.authorizers.get(method.authorizer_id.as_str()) {
                security.push(json!({authorizer.name.as_str(): method.authorization_scopes}));
            } else if method.authorization_type == "AWS_IAM" {
                security.push(json!({"sigv4": []}));
            }
        }
        if method.api_key_required {
            security.push(json!({"api_key": []}));
        }
        security
    }

    /// The schemes that methods name.
    pub fn schemes(&self) -> Map<String, Value> {
        let mut schemes = Map::new();
        let methods = || self.snapshot.resources.values().flat_map(|resource| resource.methods.values());
        if self.extensions.authorizers {
            for authorizer in self.snapshot.authorizers.values() {
                put(&mut schemes, &authorizer.name, scheme(authorizer));
            }
            if methods().any(|method| method.authorization_type == "AWS_IAM") {
                let scheme = json!({
                    "type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "awsSigv4",
                });
                put(&mut schemes, "sigv4", scheme);
            }
        }
        if methods().any(|method| method.api_key_required) {
            put(&mut schemes, "api_key", json!({"type": "apiKey", "name": "x-api-key", "in": "header"}));
        }
        schemes
    }
}

/// The scheme that an authorizer is.
fn scheme(authorizer: &Authorizer) -> Value {
    let header = authorizer.identity_source.strip_prefix("method.request.header.").unwrap_or_default();
    let header = header.split(',').next().filter(|name| !name.is_empty()).unwrap_or("Unused");
    let mut extension = Map::new();
    put_text(&mut extension, "authorizerUri", &authorizer.uri);
    put_text(&mut extension, "authorizerCredentials", &authorizer.credentials);
    put_text(&mut extension, "identitySource", &authorizer.identity_source);
    if let Some(seconds) = authorizer.result_ttl_s {
        put(&mut extension, "authorizerResultTtlInSeconds", json!(seconds));
    }
    put_text(&mut extension, "identityValidationExpression", &authorizer.identity_validation_expression);
    if !authorizer.provider_arns.is_empty() {
        put(&mut extension, "providerARNs", json!(authorizer.provider_arns));
    }
    put_text(&mut extension, "type", &authorizer.kind.to_lowercase());
    json!({
        "type": "apiKey", "name": header, "in": "header",
        "x-amazon-apigateway-authtype": authorizer.auth_type,
        "x-amazon-apigateway-authorizer": extension,
    })
}
