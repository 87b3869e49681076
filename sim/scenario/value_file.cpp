#include "sim/scenario/value_file.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/files.h"

namespace napkin {
namespace {

constexpr std::size_t kBytesMax = std::size_t{16} << 20U;
constexpr std::size_t kMistakesMax = 10;  // a file of the wrong unit has one in every line

std::string_view trimmed(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos
             ? ""
             : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

std::shared_ptr<Source> read_source(const std::filesystem::path& path) {
  auto source = std::make_shared<Source>(Source{path.string(), {}});
  std::ifstream file(path, std::ios::binary);
  source->text.resize(kBytesMax + 1);
  file.read(source->text.data(), static_cast<std::streamsize>(source->text.size()));
  source->text.resize(static_cast<std::size_t>(file.gcount()));
  return source;
}

std::vector<double> read_lines(const std::shared_ptr<const Source>& source,
                               QuantityKind unit,
                               const ReadContext& context) {
  std::vector<double> values;
  std::string_view rest = source->text;
  std::size_t mistakes = 0;
  for (std::uint32_t number = 1; !rest.empty() && mistakes < kMistakesMax; ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    if (!text.empty()) {
      const QuantityResult read = parse_quantity(text, unit);
      mistakes += read.quantity ? 0U : 1U;
      if (read.quantity) {
        values.push_back(read.quantity->value);
      } else {
        const auto column = static_cast<std::uint32_t>(text.data() - rest.data() + 1);
        context.diagnostics.add({{source, number, column}, text.size(), read.message, read.hint});
      }
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return values;
}

}  // namespace

std::vector<double> read_value_file(const Node& node,
                                    QuantityKind unit,
                                    const ReadContext& context) {
  const std::optional<std::string> name = read_text(node, context);
  if (!name || !node.mark().source) {
    return {};
  }
  const NamedFile file = locate(*node.mark().source, *name);
  if (!file.path) {
    context.diagnostics.error(node, file.message, file.hint);
    return {};
  }
  const std::shared_ptr<const Source> source = read_source(*file.path);
  if (source->text.size() > kBytesMax) {
    context.diagnostics.error(
        node, "the file is too large", fmt::format("at most {} bytes", kBytesMax));
    return {};
  }
  const std::size_t mistakes_before = context.diagnostics.count();
  std::vector<double> values = read_lines(source, unit, context);
  if (values.empty() && context.diagnostics.count() == mistakes_before) {
    context.diagnostics.error(node, "the file holds no values");
  }
  return values;
}

}  // namespace napkin
