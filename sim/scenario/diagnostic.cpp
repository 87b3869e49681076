#include "sim/scenario/diagnostic.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kQuotedBytesMax = 96;  // of a line; what is longer is cut around the mistake
constexpr std::size_t kBytesBefore = 40;

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Moves a byte position back to where a character starts.
std::size_t character_start(std::string_view line, std::size_t position) {
  while (position > 0 && position < line.size() && is_continuation(line[position])) {
    --position;
  }
  return std::min(position, line.size());
}

struct Excerpt {
  std::string before;  // printable, with an ellipsis where the line was cut
  std::string marked;
  std::string after;
};

Excerpt excerpt_of(std::string_view line, std::size_t column, std::size_t length) {
  const std::size_t start = character_start(line, std::min(column - 1, line.size()));
  const std::size_t from =
      start > kBytesBefore && line.size() > kQuotedBytesMax ? start - kBytesBefore : 0;
  const std::size_t first = character_start(line, from);
  const std::size_t last = character_start(line, std::min(line.size(), first + kQuotedBytesMax));
  const std::size_t end =
      std::clamp(character_start(line, std::min(start + length, last)), start, last);
  return {(first > 0 ? "…" : "") + printable(line.substr(first, start - first)),
          printable(line.substr(start, end - start)),
          printable(line.substr(end, last - end)) + (last < line.size() ? "…" : "")};
}

std::string quoted_line(const Diagnostic& diagnostic) {
  const Mark& mark = diagnostic.mark;
  const std::string_view line = line_of(*mark.source, mark.line);
  const Excerpt excerpt =
      excerpt_of(line, mark.column, std::max<std::size_t>(diagnostic.length, 1));
  const std::size_t width = std::max<std::size_t>(columns_of(excerpt.marked), 1);
  return fmt::format("{:5} | {}{}{}\n      | {}^{}\n",
                     mark.line,
                     excerpt.before,
                     excerpt.marked,
                     excerpt.after,
                     std::string(columns_of(excerpt.before), ' '),
                     std::string(width - 1, '~'));
}

// Editors count characters, not bytes.
std::size_t character_column(const Mark& mark) {
  const std::string_view line = line_of(*mark.source, mark.line);
  const std::string_view before =
      line.substr(0, std::min<std::size_t>(mark.column - 1, line.size()));
  return static_cast<std::size_t>(
             std::ranges::count_if(before, [](char byte) { return !is_continuation(byte); })) +
         1;
}

std::string position(const Mark& mark) {
  if (!mark.source) {
    return "scenario";
  }
  const std::string name = printable(mark.source->name);
  return mark.line == 0 ? name : fmt::format("{}:{}:{}", name, mark.line, character_column(mark));
}

bool comes_before(const Diagnostic& left, const Diagnostic& right) {
  const auto order = [](const Mark& mark) {
    return std::make_tuple(mark.origin(), mark.file(), mark.line, mark.column);
  };
  return order(left.mark) < order(right.mark);
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  ++count_;
  if (kept_.size() < kKeptMax) {
    kept_.push_back(std::move(diagnostic));
  }
}

void Diagnostics::error(const Node& at, std::string message, std::string hint) {
  add({at.mark(), at.length(), std::move(message), std::move(hint)});
}

void Diagnostics::error(const NodeEntry& at, std::string message, std::string hint) {
  add({at.mark, at.key.size(), std::move(message), std::move(hint)});
}

void Diagnostics::error(const Mark& at, std::string message, std::string hint) {
  add({at, 1, std::move(message), std::move(hint)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result;
  result.reserve(kept_.size());
  for (const Diagnostic& diagnostic : kept_) {
    // Behind its equals: mistakes at one place stay in the order they were found.
    result.insert(std::ranges::upper_bound(result, diagnostic, comes_before), diagnostic);
  }
  return result;
}

void Diagnostics::throw_if_any() const {
  if (!empty()) {
    throw ScenarioError(*this);
  }
}

ScenarioError::ScenarioError(const Diagnostics& diagnostics)
    : std::runtime_error(render(diagnostics)), diagnostics_(diagnostics.sorted()) {}

std::string render(const Diagnostic& diagnostic) {
  std::string result =
      fmt::format("{}: error: {}\n", position(diagnostic.mark), printable(diagnostic.message));
  if (diagnostic.mark.source && diagnostic.mark.line != 0) {
    result += quoted_line(diagnostic);
  }
  if (!diagnostic.hint.empty()) {
    result += fmt::format("      = {}\n", printable(diagnostic.hint));
  }
  return result;
}

std::string render(const Diagnostics& diagnostics) {
  std::string result;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    result += render(diagnostic);
  }
  if (diagnostics.count() > Diagnostics::kKeptMax) {
    result += fmt::format("… and {} more\n", diagnostics.count() - Diagnostics::kKeptMax);
  }
  return result;
}

}  // namespace napkin
