#include "sim/scenario/formula.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/kernel/assert.h"
#include "sim/scenario/formula_reader.h"

namespace napkin {
namespace {

struct Form {
  QuantityKind kind;
  double scale;  // base units of the kind in one second, bit or dollar
  Formula::Unit unit;
};

constexpr std::array kForms = {
    Form{QuantityKind::kNumber, 1, {}},
    Form{QuantityKind::kDuration, 1e9, {.time = 1}},
    Form{QuantityKind::kRate, 1, {.time = -1}},
    Form{QuantityKind::kBytes, 1.0 / 8, {.data = 1}},
    Form{QuantityKind::kBandwidth, 1, {.time = -1, .data = 1}},
    Form{QuantityKind::kMoney, 1, {.money = 1}},
};

const Form& form_of(QuantityKind kind) {
  const auto* const form = std::ranges::find(kForms, kind, &Form::kind);
  return form == kForms.end() ? kForms.front() : *form;  // counts and ratios are numbers
}

Formula::Unit combined(const Formula::Unit& left, const Formula::Unit& right, int sign) {
  return {left.time + sign * right.time,
          left.data + sign * right.data,
          left.money + sign * right.money};
}

}  // namespace

Formula::Unit unit_of_quantity(QuantityKind kind) {
  return form_of(kind).unit;
}

double plain_value(const Quantity& quantity) {
  return quantity.value / form_of(quantity.kind).scale;
}

std::string Formula::bind(std::span<const QuantityKind> kinds) {
  NAPKIN_ASSERT(kinds.size() == names_.size());
  std::vector<Unit> stack;
  for (const Instruction& instruction : instructions_) {
    if (instruction.code == Code::kConstant) {
      stack.push_back(instruction.unit);
    } else if (instruction.code == Code::kName) {
      stack.push_back(form_of(kinds[instruction.name]).unit);
    } else if (instruction.code != Code::kNegate) {
      const Unit right = stack.back();
      stack.pop_back();
      const bool adds = instruction.code == Code::kAdd || instruction.code == Code::kSubtract;
      if (adds && !(stack.back() == right)) {
        return "only quantities of one kind can be added";
      }
      if (!adds) {
        stack.back() = combined(stack.back(), right, instruction.code == Code::kMultiply ? 1 : -1);
      }
    }
  }
  const auto* const form = std::ranges::find(kForms, stack.back(), &Form::unit);
  if (form == kForms.end()) {
    return "the result has no usual unit";
  }
  kind_ = form->kind;
  scale_ = form->scale;
  scales_.clear();
  for (const QuantityKind kind : kinds) {
    scales_.push_back(form_of(kind).scale);
  }
  return {};
}

std::optional<double> Formula::compute(std::span<const double> values) const {
  std::array<double, kFormulaStack> stack{};
  std::size_t top = 0;  // entries in use
  for (const Instruction& instruction : instructions_) {
    const double right = top == 0 ? 0 : stack[top - 1];
    switch (instruction.code) {
      case Code::kConstant:
        stack[top++] = instruction.constant;
        continue;
      case Code::kName:
        stack[top++] = values[instruction.name] / scales_[instruction.name];
        continue;
      case Code::kNegate:
        stack[top - 1] = -right;
        continue;
      case Code::kAdd:
        stack[top - 2] += right;
        break;
      case Code::kSubtract:
        stack[top - 2] -= right;
        break;
      case Code::kMultiply:
        stack[top - 2] *= right;
        break;
      case Code::kDivide:
        if (right == 0) {
          return std::nullopt;
        }
        stack[top - 2] /= right;
        break;
    }
    --top;
  }
  return stack[0] * scale_;
}

std::optional<std::string> Formula::lone_name() const {
  const bool alone = instructions_.size() == 1 && instructions_.front().code == Code::kName;
  return alone ? std::optional(names_.front()) : std::nullopt;
}

}  // namespace napkin
