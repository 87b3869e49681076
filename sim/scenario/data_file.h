#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "sim/scenario/value_reader.h"

namespace napkin {

/// A line of a data file without its comment and the spaces around it, and where it stands.
struct DataLine {
  std::string_view text;
  Mark mark;

  /// The place of a part of `text`.
  [[nodiscard]] Mark mark_of(std::string_view part) const;
};

/// Reads a text file that a scenario names (see files.h), one record a line; `#` begins a comment,
/// empty lines are passed over. `take` reports its own mistakes, and says with false that there was
/// one: reading ends after ten of them. A file that cannot be read, is larger than 16 MiB or holds
/// no records is reported.
void read_data_file(const Node& name,
                    const ReadContext& context,
                    const std::function<bool(const DataLine&)>& take);

}  // namespace napkin
