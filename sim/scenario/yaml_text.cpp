#include "sim/scenario/yaml_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

bool is_plain_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' || letter == '/' ||
         letter == '%' || letter == '$' || letter == '-' || letter == '+';
}

// A dash, a percent sign and the like mean something else at the front; so do three dots.
bool is_plain(std::string_view text) {
  if (text.empty() || text == "null" || text == "..." || text == "---") {
    return false;
  }
  const bool usual = text.front() != '%' && text.front() != '+' &&
                     (text.front() != '-' || (text.size() > 1 && text[1] >= '0' && text[1] <= '9'));
  return usual && std::ranges::all_of(text, is_plain_letter);
}

std::string escaped(const CodePoint& point, std::string_view bytes) {
  if (!point.valid) {
    return "\\uFFFD";
  }
  if (bytes == "\"" || bytes == "\\") {
    return "\\" + std::string(bytes);
  }
  if (bytes == "{" || bytes == "}") {
    return std::string(bytes) + std::string(bytes);
  }
  if (bytes == "\n") {
    return "\\n";
  }
  if (bytes == "\t") {
    return "\\t";
  }
  const auto code = static_cast<unsigned>(point.value);
  const bool separates = code == 0x2028 || code == 0x2029 || code == 0xFEFF || bytes == "\r";
  if (is_control(point.value) || separates) {
    return code < 0x100 ? fmt::format("\\x{:02X}", code) : fmt::format("\\u{:04X}", code);
  }
  return std::string(bytes);
}

}  // namespace

std::string yaml_scalar(std::string_view text, bool quoted) {
  if (!quoted && is_plain(text)) {
    return std::string(text);
  }
  std::string result = "\"";
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    result += escaped(point, text.substr(0, point.length));
    text.remove_prefix(point.length);
  }
  return result + "\"";
}

std::string yaml_text(const Node& node) {
  if (!node || node.is_null()) {
    return "null";
  }
  if (node.is_scalar()) {
    return yaml_scalar(node.text(), node.quoted());
  }
  std::string result;
  for (const Node& item : node.items()) {
    result += (result.empty() ? "" : ", ") + yaml_text(item);
  }
  for (const NodeEntry& entry : node.entries()) {
    result += (result.empty() ? "" : ", ") + yaml_scalar(entry.key, false) + ": ";
    result += yaml_text(entry.value);
  }
  return node.is_map() ? "{" + result + "}" : "[" + result + "]";
}

}  // namespace napkin
