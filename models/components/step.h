#pragma once

#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/components/call_keys.h"
#include "sim/kernel/law.h"
#include "sim/net/request.h"
#include "sim/run/call_reference.h"

namespace napkin::components {

struct Step;
using Steps = std::vector<Step>;

/// Which number of the request a call takes as its key.
enum class KeySource : std::uint8_t { kKey, kUser, kValue };

/// One way of a branch.
struct Way;

/// A step of an application's logic, as the scenario writes it: exactly one of these is given.
struct Step {
  std::optional<Law> work;               ///< a core of this host
  std::optional<Law> wait;               ///< time that passes, nothing held
  std::optional<CallReference> call;     ///< and comes back
  std::optional<CallReference> publish;  ///< sent, nobody waits
  std::optional<Steps> parallel;         ///< all at once, until all have ended
  std::vector<Way> branch;               ///< one of them, by chance
  std::optional<std::int64_t> repeat;    ///< so often: the steps of `steps`
  Steps steps;                           ///< with repeat; in parallel: one branch after the other
  std::optional<Status> respond;         ///< answer now, go on afterwards
  std::optional<Status> fail;            ///< end with this failure

  // With call and publish:
  KeySource key = KeySource::kKey;
  std::int64_t bytes = 0;
  PolicyKeys policy;
  bool ignore_failure = false;
  Steps not_found;
  Steps otherwise;
};

void declare(Declaration<Step>& keys);

struct Way {
  double share = 0;
  Steps steps;
};

void declare(Declaration<Way>& keys);

/// Every call in `steps` and below, in the order of the scenario.
void collect_references(const Steps& steps, std::vector<const CallReference*>& references);

}  // namespace napkin::components
