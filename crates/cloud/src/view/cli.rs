//! A call as a line for the AWS CLI.
