#pragma once

#include <optional>  // optional
#include <string>    // string
#include <utility>   // pair
#include <vector>    // vector

#include "models/components/call_keys.h"
#include "sim/kernel/law.h"
#include "sim/net/request.h"
#include "sim/run/call_reference.h"
#include "sim/run/demand.h"
#include "sim/scenario/number_key.h"

namespace napkin::components {

struct Step;
using Steps = std::vector<Step>;

/// One way of a branch.
struct Way;

/// A condition as it was written, such as `value > 3` or `reply is time_out`.
struct ConditionKey {
  std::string text;
  Node node;
};

/// A step of an application's logic, as the scenario writes it: exactly one of these is given.
struct Step {
  std::optional<Law> work;               ///< a core of this host
  std::optional<Law> wait;               ///< time that passes, nothing held
  std::optional<CallReference> call;     ///< and comes back
  std::optional<CallReference> publish;  ///< sent, nobody waits
  std::optional<Steps> parallel;         ///< all at once, until all have ended
  std::vector<Way> branch;               ///< one of them, by chance or by condition
  std::optional<NumberKey> repeat;       ///< so often: the steps of `steps`
  std::optional<ConditionKey> while_true;
  std::optional<NumberKey> for_each;  ///< once for each number below this one
  std::vector<NumberKey> for_each_of;
  std::vector<std::pair<std::string, NumberKey>> set;
  std::optional<Status> respond;  ///< answer now, go on afterwards
  std::optional<Status> fail;     ///< fails here: a block around it may stand in
  std::optional<Status> finish;   ///< `return`: ends the request with this answer
  Steps steps;                    ///< one after the other: what is repeated, or a block

  // What goes with one or the other.
  std::optional<NumberKey> key;
  std::optional<NumberKey> value;
  std::optional<NumberKey> bytes;
  std::optional<std::string> as;  ///< a name for the reply, or for the item
  std::optional<std::int64_t> at_once;
  PolicyKeys policy;
  bool ignore_failure = false;
  Steps not_found;
  Steps otherwise;
  std::vector<std::pair<std::string, Steps>> on;
};

void declare(Declaration<Step>& keys);

struct Way {
  std::optional<double> share;
  std::optional<ConditionKey> when;
  Steps steps;
};

void declare(Declaration<Way>& keys);

/// The results that `on` of a call or a block may name; nothing for another word.
[[nodiscard]] std::optional<Status> find_result(std::string_view name);

/// Their names, for messages.
[[nodiscard]] std::vector<std::string> result_names();

/// How many steps are written there, those inside of others included.
[[nodiscard]] std::size_t count_written(const Steps& steps);

/// What a request that takes the steps costs and causes: ways by their shares; what is done only
/// when a call fails, finds nothing, or a condition holds, does not count.
[[nodiscard]] Demand demand_of(const Steps& steps);

/// Every call in `steps` and below, in the order of the scenario.
void collect_references(const Steps& steps, std::vector<const CallReference*>& references);

}  // namespace napkin::components
