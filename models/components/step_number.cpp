#include "models/components/step_number.h"

#include <array>

#include <fmt/format.h>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::components {

namespace {

constexpr std::size_t kNamesMax = 16;

/// Counts and shares are plain numbers to a formula.
QuantityKind plain(QuantityKind kind) {
  return kind == QuantityKind::kCount || kind == QuantityKind::kRatio ? QuantityKind::kNumber
                                                                      : kind;
}

}  // namespace

StepNumber::StepNumber(const NumberKey& key, StepScope& scope, const StepReporter& report) {
  if (!key.formula) {
    law_ = key.law;
    kind_ = plain(key.unit);
    return;
  }
  *this = StepNumber(*key.formula, key.node, scope, report);
  if (kind_ != plain(key.unit) && key.unit != QuantityKind::kNumber) {
    report(key.node,
           fmt::format("{} is a {}", quote(key.node.text()), name_of(kind_)),
           fmt::format("expected a {}", name_of(key.unit)));
  }
}

StepNumber::StepNumber(const Formula& formula,
                       const Node& node,
                       StepScope& scope,
                       const StepReporter& report)
    : formula_(formula) {
  std::vector<QuantityKind> kinds;
  for (const std::string& name : formula.names()) {
    const std::optional<StepSlot> slot = scope.find(name);
    if (!slot) {
      report(node, "unknown name " + quote(name), suggestion(name, scope.names()));
    }
    slots_.push_back(slot.value_or(StepSlot{}));
    kinds.push_back(slots_.back().kind);
  }
  const std::string mistake = kinds.size() > kNamesMax
                                  ? fmt::format("more than {} names in one formula", kNamesMax)
                                  : formula_->bind(kinds);
  if (!mistake.empty()) {
    report(node, mistake, "");
    formula_.reset();
    return;
  }
  kind_ = formula_->kind();
  lone_ = formula_->lone_name().has_value();
}

double StepNumber::number(const StepFrame& frame, Time now, RandomStream& random) const {
  if (law_) {
    return law_->sample(random);
  }
  if (!formula_) {
    return 0;
  }
  std::array<double, kNamesMax> values{};
  for (std::size_t index = 0; index < slots_.size(); ++index) {
    values[index] = number_at(slots_[index], frame, now);
  }
  return formula_->compute(values).value_or(0);
}

std::uint64_t StepNumber::whole(const StepFrame& frame, Time now, RandomStream& random) const {
  return lone_ ? whole_at(slots_.front(), frame, now) : to_whole(number(frame, now, random));
}

}  // namespace napkin::components
