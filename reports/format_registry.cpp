#include "reports/format_registry.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sim/kernel/assert.h"

namespace napkin::reports {

namespace {

std::vector<OutputFormat>& formats() {
  static std::vector<OutputFormat> all;
  return all;
}

bool is_plain(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '-';
}

// FNV-1a (Fowler, Noll and Vo): only to keep names apart.
std::uint32_t hash(std::string_view text) {
  std::uint32_t value = 2166136261U;
  for (const char character : text) {
    value = (value ^ static_cast<unsigned char>(character)) * 16777619U;
  }
  return value;
}

}  // namespace

FormatRegistration::FormatRegistration(OutputFormat format) {
  if (format.render == nullptr || find_output_format(format.name) != nullptr) {
    throw std::logic_error("output format registered twice or without a function: " + format.name);
  }
  // Sorted here, for the order in which files are linked must not show.
  const auto position =
      std::find_if(formats().begin(), formats().end(), [&format](const OutputFormat& other) {
        return format.name < other.name;
      });
  formats().insert(position, std::move(format));
}

const std::vector<OutputFormat>& output_formats() {
  return formats();
}

const OutputFormat* find_output_format(std::string_view name) {
  const auto found =
      std::find_if(formats().begin(), formats().end(), [name](const OutputFormat& format) {
        return format.name == name;
      });
  return found == formats().end() ? nullptr : &*found;
}

std::vector<OutputFile> render_all(const RunResult& result) {
  std::vector<OutputFile> files;
  for (const OutputFormat& format : output_formats()) {
    std::vector<OutputFile> more = format.render(result);
    std::move(more.begin(), more.end(), std::back_inserter(files));
  }
  return files;
}

std::string slug(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string result;
  for (const char character : text.substr(0, kLongest)) {
    result += is_plain(character) ? character : '-';
  }
  const bool is_usable = !result.empty() && result.front() != '-' && result == text;
  return is_usable ? result : fmt::format("x{}-{:08x}", result, hash(text));
}

}  // namespace napkin::reports
