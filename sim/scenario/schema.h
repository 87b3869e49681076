#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/value_info.h"

namespace napkin {

/// A JSON Schema (draft-07) for the map that a declaration reads, for completion and checks in an
/// editor: a complete document, declarations that are used within others under `definitions`.
/// The same bytes each time.
[[nodiscard]] std::string json_schema(const DeclarationInfo& declaration, std::string_view title);

/// One of several maps that differ in the value of one key, as components differ by `kind`.
struct SchemaVariant {
  std::string name;  ///< the value of the key
  const DeclarationInfo* declaration = nullptr;
};

/// The schema of a map that is one of the variants, told apart by the value of `key`; every one of
/// them may have the `other_keys` besides.
[[nodiscard]] std::string json_schema(std::string_view key,
                                      const std::vector<SchemaVariant>& variants,
                                      const DeclarationInfo& other_keys,
                                      std::string_view title);

}  // namespace napkin
