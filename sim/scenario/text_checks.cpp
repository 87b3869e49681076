#include "sim/scenario/text_checks.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kReportedMax = 10;  // bad characters; a binary file has thousands

bool check_size(const std::shared_ptr<const Source>& source,
                Diagnostics& diagnostics,
                const LoadLimits& limits) {
  const std::size_t size = source->text.size();
  if (size > limits.file_bytes_max) {
    diagnostics.error(Mark{source},
                      fmt::format("{} bytes are more than a scenario may have", size),
                      fmt::format("at most {} bytes", limits.file_bytes_max));
    return false;
  }
  return true;
}

// Each node within brackets needs one of these characters before it. A parser would queue them all
// before it tells of the first.
bool check_brackets(const std::shared_ptr<const Source>& source,
                    Diagnostics& diagnostics,
                    const LoadLimits& limits) {
  const auto is_flow = [](char letter) { return letter == '[' || letter == '{' || letter == ','; };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(source->text, is_flow));
  if (count > limits.nodes_max) {
    diagnostics.error(Mark{source}, fmt::format("more than {} nodes", limits.nodes_max));
    return false;
  }
  return true;
}

std::string complaint(std::string_view text, const CodePoint& point) {
  if (!point.valid) {
    return fmt::format("the byte {} is not UTF-8", printable(text.substr(0, 1)));
  }
  return fmt::format("the control character {} may not stand in a scenario",
                     printable(text.substr(0, point.length)));
}

bool check_characters(const std::shared_ptr<const Source>& source, Diagnostics& diagnostics) {
  const std::string_view text = source->text;
  std::size_t position = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  std::size_t reported = 0;
  while (position < text.size() && reported < kReportedMax) {
    const CodePoint point = first_code_point(text.substr(position));
    if (!point.valid || is_control(point.value)) {
      diagnostics.error(mark_at(source, position),
                        complaint(text.substr(position), point),
                        point.valid ? "" : "save the file as UTF-8");
      ++reported;
    }
    position += point.length;
  }
  return reported == 0;
}

// Goes over brackets, quoted texts and comments, and remembers what is open.
class BracketScan {
 public:
  explicit BracketScan(std::string_view text) : text_(text) {}

  std::optional<std::size_t> innermost_open() {
    while (position_ < text_.size()) {
      step();
      ++position_;
    }
    return open_.empty() ? std::nullopt : std::optional(open_.back());
  }

 private:
  void step() {
    const char letter = text_[position_];
    const bool starts =
        position_ == 0 ||
        std::string_view(" \t\n[{,:").find(text_[position_ - 1]) != std::string_view::npos;
    if (letter == '#' && starts) {
      position_ = std::min(text_.find('\n', position_), text_.size());
    } else if ((letter == '"' || letter == '\'') && starts) {
      skip_quoted(letter);
    } else if ((letter == '[' || letter == '{') && (starts || !open_.empty())) {
      open_.push_back(position_);
    } else if ((letter == ']' || letter == '}') && !open_.empty()) {
      open_.pop_back();
    }
  }

  void skip_quoted(char mark) {
    for (++position_; position_ < text_.size() && text_[position_] != mark; ++position_) {
      position_ += mark == '"' && text_[position_] == '\\' ? 1U : 0U;
    }
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::vector<std::size_t> open_;
};

}  // namespace

Mark mark_at(std::shared_ptr<const Source> source, std::size_t position) {
  const std::string_view before = std::string_view(source->text).substr(0, position);
  const auto line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1);
  const std::size_t line_end = before.rfind('\n');
  const std::size_t line_start = line_end == std::string_view::npos ? 0 : line_end + 1;
  return {std::move(source), line, static_cast<std::uint32_t>(position - line_start + 1)};
}

bool check_text(const std::shared_ptr<const Source>& source,
                Diagnostics& diagnostics,
                const LoadLimits& limits) {
  return check_size(source, diagnostics, limits) && check_characters(source, diagnostics) &&
         check_brackets(source, diagnostics, limits);
}

std::optional<Mark> unclosed_bracket(const std::shared_ptr<const Source>& source) {
  const std::optional<std::size_t> position = BracketScan(source->text).innermost_open();
  return position ? std::optional(mark_at(source, *position)) : std::nullopt;
}

}  // namespace napkin
