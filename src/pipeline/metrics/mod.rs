//! How good the labels are: scikit-learn's scores, PolEval's own, the majority baseline.
