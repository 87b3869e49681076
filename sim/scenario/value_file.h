#pragma once

#include <vector>

#include "sim/scenario/value_reader.h"

namespace napkin {

/// The quantities in the file that a node names, one a line, in base units; `#` starts a comment.
/// At most 16 MiB. Mistakes are reported, each with the line of the file; what could not be read is
/// left out.
[[nodiscard]] std::vector<double> read_value_file(const Node& node,
                                                  QuantityKind unit,
                                                  const ReadContext& context);

}  // namespace napkin
