//! Whether the functions of a template are ones that are simulated, and have arguments of the right form.

use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::node::{Node, Value};
use crate::services::cloudformation::template::Template;

use super::attribute;

/// Functions that AWS has and the simulation has not, and what to do instead.
const NOT_SIMULATED: [(&str, &str); 8] = [
    ("Fn::ImportValue", "Stacks do not export to each other here; write the value or take it as a parameter."),
    ("Fn::Cidr", "There are no networks to divide."),
    ("Fn::GetAZs", "There are no availability zones."),
    ("Fn::Transform", "Only the transform AWS::Serverless-2016-10-31 is simulated, for the whole template."),
    ("Fn::Length", "It needs the transform AWS::LanguageExtensions."),
    ("Fn::ToJsonString", "It needs the transform AWS::LanguageExtensions."),
    ("Fn::Contains", "Rules are not simulated."),
    ("Fn::EachMemberIn", "Rules are not simulated."),
];

/// Checks the functions in a value of a resource or an output.
pub fn check(node: &Node, template: &Template, report: &mut Report) {
    let Some((function, argument)) = node.intrinsic() else {
        return check_within(node, template, report);
    };
    let arguments = argument.items();
    let list = |index: usize| {
        arguments.get(index).is_some_and(|node| matches!(node.value, Value::List(_)) || node.intrinsic().is_some())
    };
    let form = match function {
        "Ref" => argument.as_text().is_some().then_some("").ok_or("the name of a parameter or resource"),
        "Fn::GetAtt" => attribute(argument)
            .is_some_and(|(name, attribute)| !name.is_empty() && !attribute.is_empty())
            .then_some("")
            .ok_or("a resource and its attribute, as in `!GetAtt Bucket.Arn`"),
        "Fn::Sub" => match arguments {
            [] => argument.as_text().is_some(),
            [text, variables] => text.as_text().is_some() && matches!(variables.value, Value::Map(_)),
            _ => false,
        }
        .then_some("")
        .ok_or("a text, or a list of a text and a mapping of variables"),
        "Fn::Join" => (arguments.len() == 2 && list(1)).then_some("").ok_or("a delimiter and a list"),
        "Fn::Select" => (arguments.len() == 2 && list(1)).then_some("").ok_or("an index and a list"),
        "Fn::Split" => (arguments.len() == 2).then_some("").ok_or("a delimiter and a text"),
        "Fn::FindInMap" => (arguments.len() == 3).then_some("").ok_or("a mapping's name and two keys"),
        "Fn::Base64" => Ok(""),
        "Fn::If" => match arguments {
            [condition, _, _] => {
                named_condition(condition, template, report);
                Ok("")
            }
            _ => Err("a condition's name, a value if it holds and a value if not"),
        },
        "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals" => {
            report.aws(node.at, format!("Template error: {function} can only be used in the Conditions block."));
            return;
        }
        _ => {
            match NOT_SIMULATED.iter().find(|(name, _)| *name == function) {
                Some((_, why)) => report.refuse(node.at, format!("{function} is not simulated. {why}")),
                None => {
                    report.aws(node.at, format!("Template format error: {function} is not a valid intrinsic function."))
                }
            }
            return;
        }
    };
    match form {
        Ok(_) => check_within(argument, template, report),
        Err(wanted) => report.refuse(node.at, format!("{function} takes {wanted}.")),
    }
}

fn check_within(node: &Node, template: &Template, report: &mut Report) {
    for item in node.items() {
        check(item, template, report);
    }
    for entry in node.entries() {
        check(&entry.node, template, report);
    }
}

/// Checks a condition's own definition.
pub fn check_condition(node: &Node, template: &Template, report: &mut Report) {
    let [entry] = node.entries() else {
        report.refuse(node.at, "A condition is one of Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.");
        return;
    };
    let arguments = entry.node.items();
    let enough = match entry.key.as_str() {
        "Condition" => return named_condition(&entry.node, template, report),
        "Fn::Equals" => {
            for argument in arguments {
                check(argument, template, report);
            }
            arguments.len() == 2
        }
        "Fn::And" | "Fn::Or" | "Fn::Not" => {
            for argument in arguments {
                check_condition(argument, template, report);
            }
            if entry.key == "Fn::Not" { arguments.len() == 1 } else { (2..=10).contains(&arguments.len()) }
        }
        name => {
            report.refuse(node.at, format!("{name} gives no truth value; a condition is one of Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition."));
            return;
        }
    };
    if !enough {
        report.refuse(node.at, format!("{} has too few or too many arguments: {}.", entry.key, arguments.len()));
    }
}

fn named_condition(node: &Node, template: &Template, report: &mut Report) {
    let name = node.as_text().unwrap_or_default();
    if template.condition(name).is_none() {
        report.aws(
            node.at,
            format!(
                "Template format error: Unresolved condition dependency {name} in the Conditions block of the template"
            ),
        );
    }
}
