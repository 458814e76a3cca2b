//! The operations of IAM, one file each.

mod access_keys;
mod attach_role_policy;
mod create_policy;
mod create_role;
mod delete_policy;
mod delete_role;
mod delete_role_policy;
mod detach_role_policy;
mod get_policy;
mod get_policy_version;
mod get_role;
mod get_role_policy;
mod list_attached_role_policies;
mod list_instance_profiles_for_role;
mod list_policies;
mod list_role_policies;
mod list_roles;
mod put_role_policy;
mod simulate;
mod update_assume_role_policy;
mod user_policies;
mod users;

use crate::operation::Operation;

/// What is simulated of IAM. Groups and inline policies of users are not.
pub static OPERATIONS: [Operation; 30] = [
    create_role::OPERATION,
    get_role::OPERATION,
    list_roles::OPERATION,
    delete_role::OPERATION,
    update_assume_role_policy::OPERATION,
    put_role_policy::OPERATION,
    get_role_policy::OPERATION,
    list_instance_profiles_for_role::OPERATION,
    list_role_policies::OPERATION,
    delete_role_policy::OPERATION,
    attach_role_policy::OPERATION,
    detach_role_policy::OPERATION,
    list_attached_role_policies::OPERATION,
    create_policy::OPERATION,
    get_policy::OPERATION,
    get_policy_version::OPERATION,
    list_policies::OPERATION,
    delete_policy::OPERATION,
    users::CREATE,
    users::GET,
    users::LIST,
    users::DELETE,
    access_keys::CREATE,
    access_keys::LIST,
    access_keys::DELETE,
    user_policies::ATTACH,
    user_policies::DETACH,
    user_policies::LIST,
    simulate::PRINCIPAL,
    simulate::CUSTOM,
];

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_users;
