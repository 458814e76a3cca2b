//! What the command line says.

use std::path::PathBuf;
use std::time::Duration;

/// The port that local stand-ins for AWS commonly have.
const DEFAULT_PORT: u16 = 4566;
/// The seed of a cloud when none is given.
const DEFAULT_SEED: u64 = 1;

/// What `--help` prints.
pub const USAGE: &str = "\
serve: a simulated AWS on this machine, for AWS's own clients.

  --port N           the port, 4566 when not given; 0 takes a free one
  --seed N           the seed of ids and latencies, 1 when not given
  --no-auth          accept every request as the account owner's, signed or not
  --state FILE       continue what FILE has, and keep it there on stop
  --template FILE    deploy this CloudFormation or SAM template at start
  --patience N       seconds that a client may take to send a head, leave a connection idle, or read nothing of an
                     answer; 60 when not given
  --coverage         print which of AWS's operations are simulated, and which are not

Sign with access key test and secret test, with AWS's example pair, or with what IAM and STS here gave you.
POST /_coldstart/reset empties the cloud; POST /_coldstart/pass?seconds=N lets time pass; GET /_coldstart/coverage
tells what is simulated; GET /_coldstart/health says whether it is up.";

/// For how long a client may send nothing where a head is expected, seconds, when not given. S3 closes idle connections
/// after a few seconds.
const DEFAULT_PATIENCE_S: u64 = 60;

/// What a command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To serve.
    Serve(Options),
    /// What is simulated.
    Coverage,
    /// How to ask.
    Help,
}

/// How to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The port; 0 for a free one.
    pub port: u16,
    /// The cloud's seed.
    pub seed: u64,
    /// Whether signatures are verified.
    pub auth: bool,
    /// Where the state is kept.
    pub state: Option<PathBuf>,
    /// What is deployed at start.
    pub template: Option<PathBuf>,
    /// For how long a client may send nothing where a head is expected, and read nothing where an answer waits.
    pub patience: Duration,
}

/// What is wrong with a command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    /// No such option.
    #[error("There is no option {0}.")]
    Unknown(String),
    /// An option without its value.
    #[error("{0} needs a value.")]
    NoValue(String),
    /// A value that is no number, or one that is too large.
    #[error("{option} takes a number, and {value:?} is none that it can take.")]
    NoNumber {
        /// The option.
        option: String,
        /// Its value.
        value: String,
    },
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// At the first argument that is not understood.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Asked, OptionsError> {
    let mut options = Options {
        port: DEFAULT_PORT,
        seed: DEFAULT_SEED,
        auth: true,
        state: None,
        template: None,
        patience: Duration::from_secs(DEFAULT_PATIENCE_S),
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let (option, joined) = match argument.split_once('=') {
            Some((option, value)) => (option.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let mut value = || joined.clone().or_else(|| arguments.next()).ok_or(OptionsError::NoValue(option.clone()));
        match option.as_str() {
            "--port" => options.port = number(&option, value()?)?,
            "--seed" => options.seed = number(&option, value()?)?,
            "--state" => options.state = Some(value()?.into()),
            "--template" => options.template = Some(value()?.into()),
            "--no-auth" if joined.is_none() => options.auth = false,
            "--patience" => {
                let seconds = number::<std::num::NonZeroU32>(&option, value()?)?;
                options.patience = Duration::from_secs(u64::from(seconds.get()));
            }
            "--coverage" if joined.is_none() => return Ok(Asked::Coverage),
            "--help" | "-h" => return Ok(Asked::Help),
            _ => return Err(OptionsError::Unknown(option)),
        }
    }
    Ok(Asked::Serve(options))
}

fn number<T: std::str::FromStr>(option: &str, value: String) -> Result<T, OptionsError> {
    value.parse().map_err(|_| OptionsError::NoNumber { option: option.to_owned(), value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Result<Asked, OptionsError> {
        read(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_read_in_both_forms() {
        let asked = line("--port 0 --seed=7 --no-auth --state s.jsonl --patience 2").expect("it is right");
        let Asked::Serve(options) = asked else { panic!("it asks to serve") };
        assert_eq!(options.patience, Duration::from_secs(2));
        assert_eq!((options.port, options.seed, options.auth), (0, 7, false));
        assert_eq!(options.state, Some(PathBuf::from("s.jsonl")));
        assert_eq!(line("--port 1 --help"), Ok(Asked::Help));
        assert_eq!(line("--coverage"), Ok(Asked::Coverage));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(line("--prot 1"), Err(OptionsError::Unknown("--prot".into())));
        assert_eq!(line("--port"), Err(OptionsError::NoValue("--port".into())));
        assert_eq!(
            line("--port 70000"),
            Err(OptionsError::NoNumber { option: "--port".into(), value: "70000".into() })
        );
    }
}
