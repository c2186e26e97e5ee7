//! Random numbers from a seed: numpy's legacy `RandomState` (MT19937), bit for bit.
