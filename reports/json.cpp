#include "reports/json.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/numbers.h"
#include "reports/utf8.h"

namespace napkin::reports {

struct Json::Style {
  bool indent = false;

  void new_line(std::string& out, std::size_t depth) const {
    if (indent) {
      out += '\n';
      out.append(2 * depth, ' ');
    }
  }
};

namespace {

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

std::string escaped(const Utf8Character& character, std::string_view bytes) {
  switch (character.code_point) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const char32_t code_point = character.code_point;
  const bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
  const bool ends_line = code_point == 0x2028 || code_point == 0x2029;
  if (is_control || ends_line || code_point == '<') {
    return fmt::format("\\u{:04x}", static_cast<unsigned>(code_point));
  }
  return std::string(bytes);
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (std::size_t position = 0; position < text.size();) {
    const Utf8Character character = utf8_at(text, position);
    result += character.valid ? escaped(character, text.substr(position, character.size))
                              : "\xEF\xBF\xBD";
    position += character.size;
  }
  return result + "\"";
}

bool Json::is_container() const {
  return std::holds_alternative<Array>(value_) || std::holds_alternative<Object>(value_);
}

void Json::write_array(std::string& out,
                       const Array& array,
                       const Style& style,
                       std::size_t depth) {
  const bool broken =
      std::any_of(array.begin(), array.end(), [](const Json& item) { return item.is_container(); });
  const std::string_view separator = style.indent && !broken ? ", " : ",";
  out += '[';
  for (std::size_t index = 0; index < array.size(); ++index) {
    out += index == 0 ? "" : separator;
    if (broken) {
      style.new_line(out, depth + 1);
    }
    array[index].write(out, style, depth + 1);
  }
  if (broken) {
    style.new_line(out, depth);
  }
  out += ']';
}

void Json::write_object(std::string& out,
                        const Object& object,
                        const Style& style,
                        std::size_t depth) {
  out += '{';
  bool first = true;
  for (const auto& [name, member] : object) {
    out += first ? "" : ",";
    first = false;
    style.new_line(out, depth + 1);
    out += json_string(name) + (style.indent ? ": " : ":");
    member.write(out, style, depth + 1);
  }
  if (!object.empty()) {
    style.new_line(out, depth);
  }
  out += '}';
}

void Json::write(std::string& out, const Style& style, std::size_t depth) const {
  const auto write_double = [&out](double value) {
    const std::string number = shortest(value);
    out += number.empty() ? "null" : number;
  };
  std::visit(Overloaded{[&](std::monostate) { out += "null"; },
                        [&](bool value) { out += value ? "true" : "false"; },
                        [&](std::int64_t value) { out += fmt::format("{}", value); },
                        [&](std::uint64_t value) { out += fmt::format("{}", value); },
                        [&](double value) { write_double(value); },
                        [&](const std::string& value) { out += json_string(value); },
                        [&](const Array& value) { write_array(out, value, style, depth); },
                        [&](const Object& value) { write_object(out, value, style, depth); }},
             value_);
}

std::string Json::pretty() const {
  std::string out;
  write(out, Style{true}, 0);
  return out;
}

std::string Json::compact() const {
  std::string out;
  write(out, Style{false}, 0);
  return out;
}

}  // namespace napkin::reports
