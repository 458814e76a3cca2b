//! Who may call: security schemes become authorizers, and what methods ask for becomes their authorization.

use std::sync::Arc;

use serde_json::Value;

use super::super::document::{items, members, scalar, text};
use super::{Importer, words};
use crate::services::apigateway::ops::authorizers::{TYPES, check, usual_auth_type};
use crate::services::apigateway::state::{Authorizer, Method};

impl<'a> Importer<'a> {
    /// The document's security schemes.
    fn schemes(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let holder = if self.swagger { Some(self.document) } else { self.document.get("components") };
        let name = if self.swagger { "securityDefinitions" } else { "securitySchemes" };
        holder.into_iter().flat_map(move |holder| members(holder, name))
    }

    /// Makes an authorizer of each scheme that has one.
    pub fn authorizers(&mut self) {
        let schemes: Vec<_> = self.schemes().collect();
        for (name, scheme) in schemes {
            let Some(given) = scheme.get("x-amazon-apigateway-authorizer") else { continue };
            let kind = text(given, "type").to_uppercase();
            if !TYPES.split(", ").any(|known| known == kind) {
                self.errors.push(format!(
                    "Unable to create authorizer '{name}': Invalid authorizer type specified: {}",
                    text(given, "type")
                ));
                continue;
            }
            let mut identity_source = text(given, "identitySource");
            if identity_source.is_empty() && kind != "REQUEST" {
                identity_source = format!("method.request.header.{}", text(scheme, "name"));
            }
            let auth_type = text(scheme, "x-amazon-apigateway-authtype");
            let id = self.authorizer(name).unwrap_or_else(|| self.id());
            let authorizer = Authorizer {
                id: id.as_ref().to_owned(),
                name: name.clone(),
                provider_arns: items(given, "providerARNs").filter_map(scalar).collect(),
                auth_type: if auth_type.is_empty() { usual_auth_type(&kind).to_owned() } else { auth_type },
                uri: text(given, "authorizerUri"),
                credentials: text(given, "authorizerCredentials"),
                identity_source,
                identity_validation_expression: text(given, "identityValidationExpression"),
                result_ttl_s: text(given, "authorizerResultTtlInSeconds").parse().ok(),
                kind,
            };
            if let Err(problem) = check(&authorizer) {
                self.errors.push(format!("Unable to create authorizer '{name}': {}", words(problem)));
            }
            self.snapshot.authorizers.insert(id, Arc::new(authorizer));
        }
    }

    fn authorizer(&self, name: &str) -> Option<Arc<str>> {
        let found = self.snapshot.authorizers.iter().find(|(_, authorizer)| authorizer.name == name);
        found.map(|(id, _)| Arc::clone(id))
    }

    /// What an operation asks of its callers. One that asks nothing has what the document asks of all.
    pub fn authorize(&mut self, operation: &Value, place: &str, method: &mut Method) {
        method.authorization_type = "NONE".to_owned();
        let auth = operation.get("x-amazon-apigateway-auth").map(|auth| text(auth, "type").to_uppercase());
        if let Some(kind) = auth.filter(|kind| !kind.is_empty()) {
            method.authorization_type = kind;
        }
        let holder = if operation.get("security").is_some() { operation } else { self.document };
        let wanted: Vec<(String, Vec<String>)> = items(holder, "security")
            .filter_map(Value::as_object)
            .flatten()
            .map(|(name, scopes)| {
                let scopes = scopes.as_array().into_iter().flatten().filter_map(scalar);
                (name.clone(), scopes.collect())
            })
            .collect();
        for (name, scopes) in wanted {
            let scheme = self.schemes().find(|(held, _)| **held == name).map(|(_, scheme)| scheme);
            let Some(scheme) = scheme else {
                self.warnings.push(format!("Security scheme '{name}' of {place} not found. Ignoring."));
                continue;
            };
            if let Some(id) = self.authorizer(&name) {
                let kind = self.snapshot.authorizers.get(&id).map(|authorizer| authorizer.kind.clone());
                let pools = kind.is_some_and(|kind| kind == "COGNITO_USER_POOLS");
                method.authorization_type = if pools { "COGNITO_USER_POOLS" } else { "CUSTOM" }.to_owned();
                method.authorizer_id = id.as_ref().to_owned();
                method.authorization_scopes = scopes;
            } else if text(scheme, "x-amazon-apigateway-authtype").eq_ignore_ascii_case("awsSigv4") {
                method.authorization_type = "AWS_IAM".to_owned();
            } else if text(scheme, "type") == "apiKey" && text(scheme, "name").eq_ignore_ascii_case("x-api-key") {
                method.api_key_required = true;
            } else {
                self.warnings.push(format!("Security scheme '{name}' of {place} has no authorizer. Ignoring."));
            }
        }
    }
}
