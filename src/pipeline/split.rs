//! The stratified split of rows into two parts, with the very same rows as scikit-learn's `train_test_split`.
