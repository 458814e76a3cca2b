# A bucket, a table and a function, as Terraform's users write them. Endpoint, region and keys stand in the environment.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" { type = string }

provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

resource "aws_s3_bucket" "photos" {
  bucket        = var.name
  force_destroy = true
  tags          = { team = "a" }
}

resource "aws_s3_bucket_versioning" "photos" {
  bucket = aws_s3_bucket.photos.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_object" "hello" {
  bucket  = aws_s3_bucket.photos.id
  key     = "hello.txt"
  content = "hello"
}

resource "aws_dynamodb_table" "notes" {
  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "user"
  range_key    = "noted"

  attribute {
    name = "user"
    type = "S"
  }
  attribute {
    name = "noted"
    type = "N"
  }
}

resource "aws_iam_role" "function" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "thumbnail" {
  function_name = var.name
  role          = aws_iam_role.function.arn
  handler       = "bootstrap"
  runtime       = "provided.al2023"
  s3_bucket     = aws_s3_bucket.photos.id
  s3_key        = "thumbnail.zip"
  timeout       = 10
}

resource "aws_lambda_permission" "photos" {
  statement_id  = "photos"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.thumbnail.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.photos.arn
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 7
}

output "function" { value = aws_lambda_function.thumbnail.arn }
