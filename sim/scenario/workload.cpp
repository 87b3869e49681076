#include "sim/scenario/workload.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr double kSecondsPerDay = 86'400;
constexpr double kBitsPerByte = 8;
constexpr std::string_view kDailyUsers = "daily_users";
constexpr std::array<std::string_view, 4> kFields = {"average", "peak", "bytes", "bandwidth"};

void check_rate(const WorkloadOperation& operation, const KeyPlaces& at) {
  if (operation.per_user_per_day && operation.average_per_second) {
    at.error("average", "per_user_per_day and average say the same twice", "leave one out");
  }
  if (!operation.per_user_per_day && !operation.average_per_second) {
    at.error("per_user_per_day",
             "nothing says how often this happens",
             "write per_user_per_day: 20 or average: 100/s");
  }
}

}  // namespace

void declare(Declaration<WorkloadOperation>& keys) {
  using Operation = WorkloadOperation;
  keys.about("One thing that users do: how often, how large, kept for how long");
  keys.number("per_user_per_day", &Operation::per_user_per_day)
      .at_least(0)
      .help("how often a daily user does it");
  keys.rate("average", &Operation::average_per_second)
      .help("the rate over the day, of all users together");
  keys.number("peak", &Operation::peak)
      .at_least(1)
      .otherwise("1")
      .help("the busiest time, as a multiple of the average");
  keys.bytes("bytes", &Operation::bytes).otherwise("0B").help("size of one request");
  keys.bytes("stored", &Operation::stored_bytes)
      .otherwise("0B")
      .help("what one leaves in the store");
  keys.duration("kept_for", &Operation::kept_for).otherwise("0s").help("how long that is kept");
  keys.number("copies", &Operation::copies)
      .at_least(1)
      .otherwise("1")
      .help("how many times it is stored");
  keys.check(check_rate);
}

Workload Workload::read(const Node& node, const ReadContext& context) {
  Workload result;
  if (node && !node.is_null() && !check_map(node, {.type = ValueType::kMap}, context)) {
    return result;
  }
  const ValueInfo users = values::count<std::int64_t>().info;
  for (const NodeEntry& entry : node.entries()) {
    if (entry.key == kDailyUsers) {
      const std::optional<Quantity> read = read_quantity(entry.value, users, context);
      result.daily_users_ = read ? read->whole : 0;
    } else {
      result.operations_.emplace_back(
          entry.key, declaration_of<WorkloadOperation>().read(entry.value, context));
    }
    const bool per_user =
        entry.key != kDailyUsers && result.operations_.back().second.per_user_per_day;
    if (per_user && !node.find(kDailyUsers)) {
      context.diagnostics.error(
          entry,
          quote(entry.key) + " counts per user, but nothing says how many users there are",
          "add daily_users: 100M to the workload");
    }
  }
  return result;
}

const DeclarationInfo& workload_keys() {
  static const DeclarationInfo kKeys = [] {
    DeclarationInfo info;
    info.about = "The napkin: how many users there are, and how often they do what";
    info.keys.push_back({.name = std::string(kDailyUsers),
                         .value = values::count<std::int64_t>().info,
                         .optional = true,
                         .help = "users who are active on a day"});
    info.others = std::make_shared<ValueInfo>(values::object<WorkloadOperation>().info);
    return info;
  }();
  return kKeys;
}

double Workload::average_rate(const WorkloadOperation& operation) const {
  return operation.average_per_second.value_or(
      static_cast<double>(daily_users_) * operation.per_user_per_day.value_or(0) / kSecondsPerDay);
}

double Workload::peak_rate(const WorkloadOperation& operation) const {
  return average_rate(operation) * operation.peak;
}

std::optional<Quantity> WorkloadNames::find(std::string_view name) const {
  if (name == kDailyUsers && workload_.daily_users() > 0) {
    return make_quantity(QuantityKind::kCount, static_cast<double>(workload_.daily_users()));
  }
  const std::size_t dot = name.rfind('.');
  const auto& operations = workload_.operations();
  const auto found = std::ranges::find(operations, name.substr(0, dot), [](const auto& operation) {
    return std::string_view(operation.first);
  });
  if (dot == std::string_view::npos || found == operations.end()) {
    return std::nullopt;
  }
  const WorkloadOperation& operation = found->second;
  const std::string_view field = name.substr(dot + 1);
  if (field == "average") {
    return make_quantity(QuantityKind::kRate, workload_.average_rate(operation));
  }
  if (field == "peak") {
    return make_quantity(QuantityKind::kRate, workload_.peak_rate(operation));
  }
  if (field == "bytes") {
    return make_quantity(QuantityKind::kBytes, static_cast<double>(operation.bytes));
  }
  if (field == "bandwidth") {
    const double bits = static_cast<double>(operation.bytes) * kBitsPerByte;
    return make_quantity(QuantityKind::kBandwidth, workload_.peak_rate(operation) * bits);
  }
  return std::nullopt;
}

std::vector<std::string> WorkloadNames::names() const {
  std::vector<std::string> result;
  for (const auto& [operation, unused] : workload_.operations()) {
    for (const std::string_view field : kFields) {
      result.push_back(fmt::format("{}.{}", operation, field));
    }
  }
  if (workload_.daily_users() > 0) {
    result.emplace_back(kDailyUsers);
  }
  return result;
}

}  // namespace napkin
