//! The operations of IAM, one file each.

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
mod list_policies;
mod list_role_policies;
mod list_roles;
mod put_role_policy;
mod update_assume_role_policy;

use crate::operation::Operation;

/// What is simulated of IAM. Users, groups and access keys are not: the page's owner is the root user.
pub static OPERATIONS: [Operation; 17] = [
    create_role::OPERATION,
    get_role::OPERATION,
    list_roles::OPERATION,
    delete_role::OPERATION,
    update_assume_role_policy::OPERATION,
    put_role_policy::OPERATION,
    get_role_policy::OPERATION,
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
];

#[cfg(test)]
mod tests;
