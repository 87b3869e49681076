#pragma once

#include <optional>

#include "sim/kernel/law.h"
#include "sim/scenario/value_reader.h"

namespace napkin {

/// Reads a law of quantities of a unit; the law's values are in base units (nanoseconds, bytes,
/// ...). Laws are written as what people know of them; the registered laws say which keys there
/// are:
///
///     5ms                                 always the same
///     {exponential: 4ms}                  a law with its usual parameter
///     {lognormal: {p50: 2ms, p99: 20ms}}  a law with named parameters
///     {p50: 2ms, p99: 20ms}               percentiles, or {mean: 5ms, cv: 2}: the usual law for
///     them {mixture: {laws: [...], weights: [...]}}, {empirical: {file: latencies.txt}}
///
/// A file of values holds one quantity a line; `#` starts a comment. Mistakes are reported.
[[nodiscard]] std::optional<Law> read_law(const Node& node,
                                          QuantityKind unit,
                                          const ReadContext& context);

/// Whether every key of the map is one by which a law is written; such a map replaces another law
/// instead of being merged with it.
[[nodiscard]] bool looks_like_law(const Node& node);

}  // namespace napkin
