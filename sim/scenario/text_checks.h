#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/loader.h"

namespace napkin {

/// What may stand before the text, and says nothing: UTF-8 is the only encoding.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Looks through the bytes of a source before any parser does: its size, UTF-8, control characters,
/// and whether it can hold more nodes than the limits allow. False after a mistake; the parser must
/// not see the text then.
[[nodiscard]] bool check_text(const std::shared_ptr<const Source>& source,
                              Diagnostics& diagnostics,
                              const LoadLimits& limits);

/// The position of a byte of the source.
[[nodiscard]] Mark mark_at(std::shared_ptr<const Source> source, std::size_t position);

/// The innermost `[` or `{` that is never closed, read over quoted texts and comments.
[[nodiscard]] std::optional<Mark> unclosed_bracket(const std::shared_ptr<const Source>& source);

}  // namespace napkin
