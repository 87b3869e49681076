#pragma once

#include <map>          // map
#include <string>       // string
#include <string_view>  // string_view
#include <vector>       // vector

#include "sim/net/request.h"

namespace napkin {

/// The names of operations ("send", "get"), numbered in the order in which they were first named.
/// One table a run, complete before it starts.
class OperationTable {
 public:
  /// The number of `name`, given on first sight.
  OperationId id(std::string_view name) {
    const auto [entry, added] =
        ids_.try_emplace(std::string(name), static_cast<OperationId>(names_.size()));
    if (added) {
      names_.push_back(entry->first);
    }
    return entry->second;
  }

  [[nodiscard]] const std::string& name(OperationId id) const {
    return names_.at(static_cast<std::size_t>(id));
  }

 private:
  std::map<std::string, OperationId, std::less<>> ids_;
  std::vector<std::string> names_;
};

}  // namespace napkin
