#pragma once

#include <string>
#include <string_view>

namespace napkin {

/// A JSON string with its quotes: quotes, backslashes, control characters escaped. Requires UTF-8.
[[nodiscard]] std::string json_quote(std::string_view text);

}  // namespace napkin
