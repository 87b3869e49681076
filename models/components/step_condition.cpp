#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "models/components/step.h"
#include "models/components/step_number.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::components {

namespace {

constexpr std::string_view kExample = "write such as value > 3, or reply is time_out";
// The longer ones first: <= is no < followed by a mistake.
constexpr std::array<std::string_view, 6> kOperations = {"<=", ">=", "==", "!=", "<", ">"};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos
             ? ""
             : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + separator.size());
  }
}

StepNumber read_side(std::string_view text,
                     const Node& node,
                     StepScope& scope,
                     const StepReporter& report) {
  const Formula::Result read = Formula::read(text);
  if (!read.formula) {
    report(node, read.message, std::string(kExample));
    return {};
  }
  return StepNumber(*read.formula, node, scope, report);
}

}  // namespace

StepCondition::StepCondition(const std::string& text,
                             const Node& node,
                             StepScope& scope,
                             const StepReporter& report) {
  any_ = text.find(" or ") != std::string::npos;
  if (any_ && text.find(" and ") != std::string::npos) {
    report(node, "and is mixed with or", "put one branch into a way of another");
    return;
  }
  for (const std::string_view part : split(text, any_ ? " or " : " and ")) {
    if (const std::optional<Clause> clause = read_clause(part, node, scope, report)) {
      clauses_.push_back(*clause);
    }
  }
}

std::optional<StepCondition::Clause> StepCondition::read_clause(std::string_view text,
                                                                const Node& node,
                                                                StepScope& scope,
                                                                const StepReporter& report) {
  const std::size_t is = text.find(" is ");
  if (is != std::string_view::npos) {
    return read_result(
        trimmed(text.substr(0, is)), trimmed(text.substr(is + 4)), node, scope, report);
  }
  for (const std::string_view operation : kOperations) {
    const std::size_t at = text.find(operation);
    if (at == std::string_view::npos) {
      continue;
    }
    Clause clause;
    clause.operation = operation;
    clause.left = read_side(text.substr(0, at), node, scope, report);
    clause.right = read_side(text.substr(at + operation.size()), node, scope, report);
    if (clause.left.kind() != clause.right.kind()) {
      report(node,
             fmt::format("a {} is compared with a {}",
                         name_of(clause.left.kind()),
                         name_of(clause.right.kind())),
             "both sides have to be of one kind");
    }
    return clause;
  }
  report(node, quote(text) + " is no condition", std::string(kExample));
  return std::nullopt;
}

std::optional<StepCondition::Clause> StepCondition::read_result(std::string_view name,
                                                                std::string_view result,
                                                                const Node& node,
                                                                StepScope& scope,
                                                                const StepReporter& report) {
  Clause clause;
  clause.reply = scope.find_reply(name);
  if (!clause.reply) {
    report(node,
           "there is no reply " + quote(name),
           "reply is that of the latest call; as gives a reply a name");
  }
  clause.negated = result.starts_with("not ");
  result = trimmed(result.substr(clause.negated ? 4 : 0));
  if (result == "failure") {
    return clause;
  }
  clause.status = find_result(result);
  if (!clause.status) {
    std::vector<std::string> names = result_names();
    names.emplace_back("failure");
    report(node, quote(result) + " is no result of a call", suggestion(result, names));
  }
  return clause;
}

bool StepCondition::holds(const StepFrame& frame, Time now, RandomStream& random) const {
  const auto holds = [&](const Clause& clause) { return clause.holds(frame, now, random); };
  return any_ ? std::any_of(clauses_.begin(), clauses_.end(), holds)
              : std::all_of(clauses_.begin(), clauses_.end(), holds);
}

bool StepCondition::Clause::holds(const StepFrame& frame, Time now, RandomStream& random) const {
  if (reply) {
    const Status found = frame.replies[*reply].status;
    return (status ? found == *status : !is_answer(found)) != negated;
  }
  const double one = left.number(frame, now, random);
  const double other = right.number(frame, now, random);
  if (operation == "<=") {
    return one <= other;
  }
  if (operation == ">=") {
    return one >= other;
  }
  if (operation == "==") {
    return one == other;
  }
  if (operation == "!=") {
    return one != other;
  }
  return operation == "<" ? one < other : one > other;
}

}  // namespace napkin::components
