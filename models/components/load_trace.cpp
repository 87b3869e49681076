#include "models/components/load_trace.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "models/algorithms/hash/fnv1a.h"
#include "sim/scenario/data_file.h"
#include "sim/scenario/printable.h"

namespace napkin::components {

namespace {

constexpr std::size_t kFields = 4;
constexpr std::int64_t kBytesMax = std::int64_t{4095} << 20U;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos
             ? text.substr(0, 0)
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::uint64_t key_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number ? number : algorithms::fnv1a_64(text);
}

class TraceReader {
 public:
  TraceReader(LoadTrace& trace, const ReadContext& context) : trace_(trace), context_(context) {}

  bool read(const DataLine& line) {
    std::array<std::string_view, kFields> fields{};
    std::size_t count = 0;
    std::string_view rest = line.text;
    while (true) {
      const std::size_t comma = rest.find(',');
      if (count == kFields) {
        return refuse(line, rest, "more than four values", kExpected);
      }
      fields[count++] = trimmed(rest.substr(0, comma));
      if (comma == std::string_view::npos) {
        break;
      }
      rest.remove_prefix(comma + 1);
    }
    if (count < 2 || fields[1].empty()) {
      return refuse(line, line.text, "an offset and an operation are due", kExpected);
    }
    return read_entry(line, fields);
  }

 private:
  static constexpr const char* kExpected =
      "write offset, operation, key, bytes: 1.25s, view, 17, "
      "2KiB";

  bool refuse(const DataLine& line,
              std::string_view part,
              std::string message,
              std::string hint = {}) {
    context_.diagnostics.add(
        {line.mark_of(part), std::max<std::size_t>(part.size(), 1), std::move(message), hint});
    return false;
  }

  bool read_entry(const DataLine& line, const std::array<std::string_view, kFields>& fields) {
    LoadTrace::Entry entry;
    const QuantityResult at = parse_quantity(fields[0], QuantityKind::kDuration);
    if (!at.quantity) {
      return refuse(line, fields[0], at.message, at.hint);
    }
    entry.at = Duration{at.quantity->whole};
    const Duration latest = trace_.entries.empty() ? Duration{0} : trace_.entries.back().at;
    if (entry.at < latest) {
      return refuse(line,
                    fields[0],
                    fmt::format("{} is before the line above", quote(fields[0])),
                    "sort the lines by time");
    }
    entry.operation = operation_of(fields[1]);
    if (!fields[2].empty()) {
      entry.key = key_of(fields[2]);
    }
    if (!fields[3].empty()) {
      const QuantityResult bytes = parse_quantity(fields[3], QuantityKind::kBytes);
      if (!bytes.quantity) {
        return refuse(line, fields[3], bytes.message, bytes.hint);
      }
      if (bytes.quantity->whole < 0 || bytes.quantity->whole > kBytesMax) {
        return refuse(line, fields[3], "no request is as large as this", "at most 4095MiB");
      }
      entry.bytes = static_cast<std::uint32_t>(bytes.quantity->whole);
    }
    trace_.entries.push_back(entry);
    return true;
  }

  std::uint32_t operation_of(std::string_view name) {
    auto& operations = trace_.operations;
    const auto known = std::find(operations.begin(), operations.end(), name);
    const auto index = static_cast<std::uint32_t>(known - operations.begin());
    if (known == operations.end()) {
      operations.emplace_back(name);
    }
    return index;
  }

  LoadTrace& trace_;
  const ReadContext& context_;
};

}  // namespace

Value<std::shared_ptr<const LoadTrace>> load_trace_value() {
  return {ValueInfo{.type = ValueType::kText},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            auto trace = std::make_shared<LoadTrace>();
            trace->node = node;
            TraceReader reader(*trace, context);
            const std::size_t mistakes_before = context.diagnostics.count();
            read_data_file(
                node, context, [&reader](const DataLine& line) { return reader.read(line); });
            const bool sound = context.diagnostics.count() == mistakes_before;
            return sound ? std::optional<std::shared_ptr<const LoadTrace>>(std::move(trace))
                         : std::nullopt;
          }};
}

}  // namespace napkin::components
