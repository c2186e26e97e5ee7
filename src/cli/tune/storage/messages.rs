//! The messages of Optuna's storage proxy, as Protocol Buffers. Those of the same shape are one type here, since fields have numbers
//! and no names where they travel. Source: Optuna 5.0.0, `storages/_grpc/auto_generated/api_pb2.py`.

use std::collections::BTreeMap;

use prost::Message;

use crate::pipeline::search::Direction;

/// `GetStudyDirectionsRequest`, `GetStudyUserAttributesRequest`, `GetStudySystemAttributesRequest`; `CreateNewStudyReply`,
/// `GetStudyIdFromNameReply`, `CreateNewTrialReply`.
#[derive(Clone, PartialEq, Message)]
pub struct Id {
    #[prost(int64, tag = "1")]
    pub id: i64,
}

/// `GetStudyIdFromNameRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct StudyName {
    #[prost(string, tag = "1")]
    pub name: String,
}

/// `CreateNewStudyRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct NewStudy {
    /// See [`code_of_direction`].
    #[prost(int32, repeated, tag = "1")]
    pub directions: Vec<i32>,
    #[prost(string, tag = "2")]
    pub name: String,
}

/// `GetStudyDirectionsReply`.
#[derive(Clone, PartialEq, Message)]
pub struct Directions {
    #[prost(int32, repeated, tag = "1")]
    pub directions: Vec<i32>,
}

/// `GetStudyUserAttributesReply`, `GetStudySystemAttributesReply`: JSON by name.
#[derive(Clone, PartialEq, Message)]
pub struct Attributes {
    #[prost(btree_map = "string, string", tag = "1")]
    pub attributes: BTreeMap<String, String>,
}

/// `SetStudyUserAttributeRequest`, `SetStudySystemAttributeRequest`, `SetTrialUserAttributeRequest`,
/// `SetTrialSystemAttributeRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct Attribute {
    /// Of the study or the trial.
    #[prost(int64, tag = "1")]
    pub id: i64,
    #[prost(string, tag = "2")]
    pub name: String,
    /// JSON.
    #[prost(string, tag = "3")]
    pub value: String,
}

/// The replies that say nothing.
#[derive(Clone, PartialEq, Message)]
pub struct Done {}

/// `CreateNewTrialRequest` without a template.
#[derive(Clone, PartialEq, Message)]
pub struct NewTrial {
    #[prost(int64, tag = "1")]
    pub study_id: i64,
    #[prost(bool, tag = "3")]
    pub template_trial_is_none: bool,
}

/// `SetTrialParameterRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct Parameter {
    #[prost(int64, tag = "1")]
    pub trial_id: i64,
    #[prost(string, tag = "2")]
    pub name: String,
    #[prost(double, tag = "3")]
    pub internal: f64,
    #[prost(string, tag = "4")]
    pub distribution: String,
}

/// `SetTrialStateValuesRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct StateValues {
    #[prost(int64, tag = "1")]
    pub trial_id: i64,
    /// See [`TrialState::code`](crate::pipeline::search::TrialState::code).
    #[prost(int32, tag = "2")]
    pub state: i32,
    #[prost(double, repeated, tag = "3")]
    pub values: Vec<f64>,
}

/// `SetTrialStateValuesReply`.
#[derive(Clone, PartialEq, Message)]
pub struct Updated {
    /// Not where a trial that should begin has been begun by another process.
    #[prost(bool, tag = "1")]
    pub trial_updated: bool,
}

/// `SetTrialIntermediateValueRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct Intermediate {
    #[prost(int64, tag = "1")]
    pub trial_id: i64,
    #[prost(int64, tag = "2")]
    pub step: i64,
    #[prost(double, tag = "3")]
    pub value: f64,
}

/// `GetTrialsRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct TrialsOf {
    #[prost(int64, tag = "1")]
    pub study_id: i64,
    #[prost(int64, repeated, tag = "2")]
    pub included: Vec<i64>,
    #[prost(int64, tag = "3")]
    pub greater_than: i64,
}

/// `GetTrialsReply`.
#[derive(Clone, PartialEq, Message)]
pub struct Trials {
    #[prost(message, repeated, tag = "1")]
    pub trials: Vec<StoredTrial>,
}

/// `GetTrialReply`; `GetTrialRequest` is an [`Id`].
#[derive(Clone, PartialEq, Message)]
pub struct FoundTrial {
    #[prost(message, optional, tag = "1")]
    pub trial: Option<StoredTrial>,
}

/// `Trial`.
#[derive(Clone, PartialEq, Message)]
pub struct StoredTrial {
    #[prost(int64, tag = "1")]
    pub id: i64,
    #[prost(int64, tag = "2")]
    pub number: i64,
    #[prost(int32, tag = "3")]
    pub state: i32,
    #[prost(double, repeated, tag = "4")]
    pub values: Vec<f64>,
    /// By the proxy's clock and in its zone, which is not said; empty if there is none.
    #[prost(string, tag = "5")]
    pub start: String,
    #[prost(string, tag = "6")]
    pub end: String,
    #[prost(btree_map = "string, double", tag = "7")]
    pub params: BTreeMap<String, f64>,
    #[prost(btree_map = "string, string", tag = "8")]
    pub distributions: BTreeMap<String, String>,
    /// JSON by name, as are the system attributes.
    #[prost(btree_map = "string, string", tag = "9")]
    pub user: BTreeMap<String, String>,
    #[prost(btree_map = "string, string", tag = "10")]
    pub system: BTreeMap<String, String>,
    #[prost(btree_map = "int64, double", tag = "11")]
    pub intermediate: BTreeMap<i64, f64>,
}

/// Of the proxy's, which are others than those of a journal.
pub fn code_of_direction(direction: Direction) -> i32 {
    match direction {
        Direction::Minimize => 0,
        Direction::Maximize => 1,
    }
}

pub fn direction_of(code: i32) -> Direction {
    match code {
        0 => Direction::Minimize,
        _ => Direction::Maximize,
    }
}
