#include "sim/scenario/data_file.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

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

/// The number of records.
std::size_t read_lines(const std::shared_ptr<const Source>& source,
                       const std::function<bool(const DataLine&)>& take) {
  std::string_view rest = source->text;
  std::size_t records = 0;
  std::size_t mistakes = 0;
  for (std::uint32_t number = 1; !rest.empty() && mistakes < kMistakesMax; ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    if (!text.empty()) {
      const auto column = static_cast<std::uint32_t>(text.data() - rest.data() + 1);
      mistakes += take({text, {source, number, column}}) ? 0U : 1U;
      ++records;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return records;
}

}  // namespace

Mark DataLine::mark_of(std::string_view part) const {
  Mark place = mark;
  place.column += static_cast<std::uint32_t>(part.data() - text.data());
  return place;
}

void read_data_file(const Node& name,
                    const ReadContext& context,
                    const std::function<bool(const DataLine&)>& take) {
  const std::optional<std::string> text = read_text(name, context);
  if (!text || !name.mark().source) {
    return;
  }
  const NamedFile file = locate(*name.mark().source, *text);
  if (!file.path) {
    context.diagnostics.error(name, file.message, file.hint);
    return;
  }
  const std::shared_ptr<const Source> source = read_source(*file.path);
  if (source->text.size() > kBytesMax) {
    context.diagnostics.error(
        name, "the file is too large", fmt::format("at most {} bytes", kBytesMax));
  } else if (read_lines(source, take) == 0) {
    context.diagnostics.error(name, "the file holds no values");
  }
}

}  // namespace napkin
