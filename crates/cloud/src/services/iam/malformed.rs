//! What can be wrong with a policy, in AWS's words.

/// Why a policy was refused. Every service that takes policies has its own code for it; IAM's is
/// `MalformedPolicyDocument`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// It is not JSON.
    NotJson,
    /// Its elements are not those of a policy, or not of the right kind.
    Syntax,
    /// An effect that is neither `Allow` nor `Deny` in exactly these letters.
    Legacy,
    /// A managed policy of the old version.
    OldVersion,
    /// Two statements with one `Sid`.
    RepeatedSid,
    /// A statement without actions.
    NoActions,
    /// A statement without resources.
    NoResources,
    /// An action without the service in front of it.
    NoVendor,
    /// An action with more than one colon.
    TwoColons,
    /// An action's service that cannot be one.
    BadVendor(String),
    /// A resource that is neither `*` nor an ARN.
    NotAnArn(String),
    /// An ARN of another partition than `aws`.
    BadPartition(String),
    /// An ARN without its service.
    NoResourceVendor,
    /// An ARN of S3 with a region, which S3's ARNs leave empty.
    HasRegion(String),
    /// An identity's policy that names a principal.
    HasPrincipal,
    /// A resource's policy that names none.
    NoPrincipal,
    /// A trust policy that names a resource.
    HasResource,
    /// A trust policy for other actions than assuming the role.
    NotAssumeRole,
    /// A principal that cannot be one: its kind and its value.
    BadPrincipal(String, String),
}

impl Error {
    /// IAM's code.
    pub const CODE: &'static str = "MalformedPolicyDocument";

    /// AWS's text.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NotJson => "This policy contains invalid Json".to_owned(),
            Self::Syntax => "Syntax errors in policy.".to_owned(),
            Self::Legacy => "The policy failed legacy parsing".to_owned(),
            Self::OldVersion => "Policy document must be version 2012-10-17 or greater.".to_owned(),
            Self::RepeatedSid => "Statement IDs (SID) in a single policy must be unique.".to_owned(),
            Self::NoActions => "Policy statement must contain actions.".to_owned(),
            Self::NoResources => "Policy statement must contain resources.".to_owned(),
            Self::NoVendor => "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".to_owned(),
            Self::TwoColons => "Actions/Condition can contain only one colon.".to_owned(),
            Self::BadVendor(vendor) => format!("Vendor {vendor} is not valid"),
            Self::NotAnArn(resource) => format!("Resource {resource} must be in ARN format or \"*\"."),
            Self::BadPartition(resource) => {
                let partition = resource.split(':').nth(1).unwrap_or_default();
                format!("Partition \"{partition}\" is not valid for resource \"{resource}\".")
            }
            Self::NoResourceVendor => "Resource vendor must be fully qualified and cannot contain regexes.".to_owned(),
            Self::HasRegion(resource) => format!("Resource {resource} can not contain region information."),
            Self::HasPrincipal => "Policy document should not specify a principal.".to_owned(),
            Self::NoPrincipal => "Missing required field Principal".to_owned(),
            Self::HasResource => "Has prohibited field Resource".to_owned(),
            Self::NotAssumeRole => "AssumeRole policy may only specify STS AssumeRole actions.".to_owned(),
            Self::BadPrincipal(kind, value) => format!("Invalid principal in policy: \"{kind}\":\"{value}\""),
        }
    }
}
