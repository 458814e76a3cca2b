//! What of each service is simulated and what is not, for a table that shows both.
//!
//! What is simulated is read from the services' own tables, so that it cannot be said and not be done. What AWS
//! has besides is a list of the operations that learners may look for, not of all that there are.

use super::Services;

/// How much of one service is simulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The service's endpoint prefix: `lambda`.
    pub service: &'static str,
    /// The operations that are simulated, in the order of the service's table.
    pub simulated: Vec<&'static str>,
    /// The operations of the list that are not.
    pub missing: Vec<&'static str>,
}

/// AWS's operations by service, those that are simulated among them.
static LISTED: [(&str, &str); 10] = [
    (
        "s3",
        "AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateMultipartUpload DeleteBucket \
         DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption \
         DeleteBucketInventoryConfiguration DeleteBucketLifecycle DeleteBucketMetricsConfiguration \
         DeleteBucketOwnershipControls DeleteBucketPolicy DeleteBucketReplication DeleteBucketTagging \
         DeleteBucketWebsite DeleteObject DeleteObjectTagging DeleteObjects DeletePublicAccessBlock \
         GetBucketAccelerateConfiguration GetBucketAcl GetBucketCors GetBucketEncryption \
         GetBucketLifecycleConfiguration GetBucketLocation GetBucketLogging GetBucketNotificationConfiguration \
         GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketReplication \
         GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetObject GetObjectAcl \
         GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration GetObjectRetention GetObjectTagging \
         GetPublicAccessBlock HeadBucket HeadObject ListBuckets ListMultipartUploads ListObjectVersions \
         ListObjects ListObjectsV2 ListParts OptionsObject PostObject PutBucketAccelerateConfiguration PutBucketAcl \
         PutBucketCors PutBucketEncryption PutBucketLifecycleConfiguration PutBucketLogging \
         PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication \
         PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutObject PutObjectAcl \
         PutObjectLegalHold PutObjectLockConfiguration PutObjectRetention PutObjectTagging PutPublicAccessBlock \
         RestoreObject SelectObjectContent UploadPart UploadPartCopy WebsiteGetObject \
         WriteGetObjectResponse",
    ),
    (
        "lambda",
        "Invoke InvokeWithResponseStream CreateFunction UpdateFunctionCode UpdateFunctionConfiguration GetFunction \
         GetFunctionConfiguration ListFunctions DeleteFunction AddPermission RemovePermission GetPolicy \
         CreateEventSourceMapping GetEventSourceMapping ListEventSourceMappings UpdateEventSourceMapping \
         DeleteEventSourceMapping PutFunctionConcurrency GetFunctionConcurrency DeleteFunctionConcurrency \
         PutProvisionedConcurrencyConfig GetProvisionedConcurrencyConfig DeleteProvisionedConcurrencyConfig \
         PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig GetFunctionEventInvokeConfig \
         DeleteFunctionEventInvokeConfig ListFunctionEventInvokeConfigs PublishVersion ListVersionsByFunction \
         CreateAlias GetAlias UpdateAlias DeleteAlias ListAliases CreateFunctionUrlConfig GetFunctionUrlConfig \
         UpdateFunctionUrlConfig DeleteFunctionUrlConfig GetFunctionCodeSigningConfig ListFunctionUrlConfigs PublishLayerVersion GetLayerVersion \
         GetLayerVersionByArn DeleteLayerVersion ListLayers ListLayerVersions AddLayerVersionPermission \
         GetLayerVersionPolicy TagResource UntagResource ListTags GetAccountSettings CreateCodeSigningConfig \
         PutFunctionRecursionConfig GetFunctionRecursionConfig PutRuntimeManagementConfig",
    ),
    (
        "logs",
        "FilterLogEvents GetLogEvents DescribeLogGroups DescribeLogStreams CreateLogGroup DeleteLogGroup \
         CreateLogStream DeleteLogStream PutLogEvents StartQuery StopQuery GetQueryResults PutRetentionPolicy \
         DeleteRetentionPolicy PutMetricFilter DescribeMetricFilters DeleteMetricFilter TestMetricFilter \
         PutSubscriptionFilter DescribeSubscriptionFilters DeleteSubscriptionFilter StartLiveTail TagResource \
         UntagResource ListTagsForResource TagLogGroup UntagLogGroup ListTagsLogGroup CreateExportTask \
         PutResourcePolicy",
    ),
    (
        "iam",
        "CreateRole GetRole ListRoles UpdateRole DeleteRole UpdateAssumeRolePolicy PutRolePolicy GetRolePolicy \
         ListRolePolicies DeleteRolePolicy AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies TagRole \
         CreatePolicy GetPolicy GetPolicyVersion CreatePolicyVersion ListPolicyVersions DeletePolicyVersion \
         ListPolicies DeletePolicy CreateUser GetUser ListUsers UpdateUser DeleteUser CreateAccessKey ListAccessKeys \
         UpdateAccessKey DeleteAccessKey AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies PutUserPolicy \
         CreateGroup AddUserToGroup CreateInstanceProfile CreateServiceLinkedRole PutRolePermissionsBoundary \
         ListInstanceProfilesForRole SimulatePrincipalPolicy SimulateCustomPolicy",
    ),
    (
        "sts",
        "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity DecodeAuthorizationMessage GetAccessKeyInfo \
         GetCallerIdentity GetFederationToken GetSessionToken",
    ),
    (
        "cloudformation",
        "CreateStack UpdateStack DeleteStack DescribeStacks DescribeStackResources DescribeStackEvents GetTemplate \
         ValidateTemplate CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet ListStacks \
         ListStackResources GetTemplateSummary CreateStackSet DetectStackDrift ListExports ListImports",
    ),
    (
        "dynamodb",
        "BatchExecuteStatement BatchGetItem BatchWriteItem CreateBackup CreateGlobalTable CreateTable \
         DeleteBackup DeleteItem DeleteTable DescribeBackup DescribeContinuousBackups DescribeEndpoints \
         DescribeGlobalTable DescribeLimits DescribeTable DescribeTimeToLive ExecuteStatement ExecuteTransaction \
         ExportTableToPointInTime GetItem ImportTable ListBackups ListTables ListTagsOfResource PutItem Query \
         RestoreTableFromBackup RestoreTableToPointInTime Scan TagResource TransactGetItems TransactWriteItems \
         UntagResource UpdateContinuousBackups UpdateItem UpdateTable UpdateTimeToLive",
    ),
    (
        "apigatewayv2",
        "CreateApi GetApi GetApis UpdateApi DeleteApi DeleteCorsConfiguration ImportApi ReimportApi ExportApi \
         CreateRoute GetRoute GetRoutes UpdateRoute DeleteRoute DeleteRouteRequestParameter CreateIntegration \
         GetIntegration GetIntegrations UpdateIntegration DeleteIntegration CreateStage GetStage GetStages \
         UpdateStage DeleteStage DeleteAccessLogSettings DeleteRouteSettings ResetAuthorizersCache \
         CreateDeployment GetDeployment GetDeployments UpdateDeployment DeleteDeployment CreateAuthorizer \
         GetAuthorizer GetAuthorizers UpdateAuthorizer DeleteAuthorizer TagResource UntagResource GetTags \
         CreateApiMapping GetApiMapping GetApiMappings UpdateApiMapping DeleteApiMapping CreateDomainName \
         GetDomainName GetDomainNames UpdateDomainName DeleteDomainName CreateIntegrationResponse \
         GetIntegrationResponse GetIntegrationResponses UpdateIntegrationResponse DeleteIntegrationResponse \
         CreateModel GetModel GetModels GetModelTemplate UpdateModel DeleteModel CreateRouteResponse \
         GetRouteResponse GetRouteResponses UpdateRouteResponse DeleteRouteResponse CreateVpcLink GetVpcLink \
         GetVpcLinks UpdateVpcLink DeleteVpcLink",
    ),
    (
        "apigateway",
        "CreateApiKey CreateAuthorizer CreateBasePathMapping CreateDeployment CreateDocumentationPart \
         CreateDocumentationVersion CreateDomainName CreateDomainNameAccessAssociation CreateModel \
         CreateRequestValidator CreateResource CreateRestApi CreateStage CreateUsagePlan CreateUsagePlanKey \
         CreateVpcLink DeleteApiKey DeleteAuthorizer DeleteBasePathMapping DeleteClientCertificate \
         DeleteDeployment DeleteDocumentationPart DeleteDocumentationVersion DeleteDomainName \
         DeleteDomainNameAccessAssociation DeleteGatewayResponse DeleteIntegration DeleteIntegrationResponse \
         DeleteMethod DeleteMethodResponse DeleteModel DeleteRequestValidator DeleteResource DeleteRestApi \
         DeleteStage DeleteUsagePlan DeleteUsagePlanKey DeleteVpcLink FlushStageAuthorizersCache \
         FlushStageCache GenerateClientCertificate GetAccount GetApiKey GetApiKeys GetAuthorizer \
         GetAuthorizers GetBasePathMapping GetBasePathMappings GetClientCertificate GetClientCertificates \
         GetDeployment GetDeployments GetDocumentationPart GetDocumentationParts GetDocumentationVersion \
         GetDocumentationVersions GetDomainName GetDomainNameAccessAssociations GetDomainNames GetExport \
         GetGatewayResponse GetGatewayResponses GetIntegration GetIntegrationResponse GetMethod \
         GetMethodResponse GetModel GetModelTemplate GetModels GetRequestValidator GetRequestValidators \
         GetResource GetResources GetRestApi GetRestApis GetSdk GetSdkType GetSdkTypes GetStage GetStages \
         GetTags GetUsage GetUsagePlan GetUsagePlanKey GetUsagePlanKeys GetUsagePlans GetVpcLink GetVpcLinks \
         ImportApiKeys ImportDocumentationParts ImportRestApi PutGatewayResponse PutIntegration \
         PutIntegrationResponse PutMethod PutMethodResponse PutRestApi RejectDomainNameAccessAssociation \
         TagResource TestInvokeAuthorizer TestInvokeMethod UntagResource UpdateAccount UpdateApiKey \
         UpdateAuthorizer UpdateBasePathMapping UpdateClientCertificate UpdateDeployment \
         UpdateDocumentationPart UpdateDocumentationVersion UpdateDomainName UpdateGatewayResponse \
         UpdateIntegration UpdateIntegrationResponse UpdateMethod UpdateMethodResponse UpdateModel \
         UpdateRequestValidator UpdateResource UpdateRestApi UpdateStage UpdateUsage UpdateUsagePlan \
         UpdateVpcLink",
    ),
    ("streams.dynamodb", "DescribeStream GetRecords GetShardIterator ListStreams"),
];

/// What is simulated of every service, in the gateway's order.
#[must_use]
pub fn coverage() -> Vec<Coverage> {
    Services::ALL
        .list()
        .iter()
        // Where APIs are called there are no operations of AWS's.
        .filter(|service| service.prefix() != "execute-api")
        .map(|service| {
            let prefix = service.prefix();
            let simulated: Vec<&'static str> = service.operations().iter().map(|operation| operation.name).collect();
            let listed = LISTED.iter().find(|(name, _)| *name == prefix).map_or("", |(_, names)| *names);
            let missing = listed.split_whitespace().filter(|name| !simulated.contains(name)).collect();
            Coverage { service: prefix, simulated, missing }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_simulated_is_listed_and_what_is_listed_is_one_or_the_other() {
        for Coverage { service, simulated, missing } in coverage() {
            let Some((_, names)) = LISTED.iter().find(|(name, _)| *name == service) else { continue };
            for name in &simulated {
                assert!(names.split_whitespace().any(|held| held == *name), "add {name} to the list of {service}");
            }
            assert_eq!(simulated.len() + missing.len(), names.split_whitespace().count(), "{service}");
        }
    }
}
