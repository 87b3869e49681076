#pragma once

#include <memory>       // unique_ptr
#include <span>         // span
#include <string_view>  // string_view

#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// What every limiter can be told, whatever its algorithm.
struct LimiterOptions {
  Rate rate = {};
  std::int64_t burst = 0;  ///< token_bucket, gcra: calls at one instant; leaking_bucket: calls that
                           ///< wait. 0: rate.count. The windows have no such setting
};

/// The names that make_limiter knows, sorted: fixed_window, gcra, leaking_bucket,
/// sliding_window_counter, sliding_window_log, token_bucket.
[[nodiscard]] std::span<const std::string_view> limiter_names();

/// Throws std::invalid_argument for an unknown name or an option out of range.
[[nodiscard]] std::unique_ptr<Limiter> make_limiter(std::string_view name,
                                                    const LimiterOptions& options);

}  // namespace napkin::algorithms
