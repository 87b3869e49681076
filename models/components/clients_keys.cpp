#include <algorithm>

#include "models/components/clients.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::components {

namespace {

constexpr std::int64_t kPriorityMax = 65535;

/// A trace and the requests name the same operations.
void check_trace(const Clients::Options& options, const KeyPlaces& places) {
  if (!options.arrivals || !options.arrivals->trace) {
    return;
  }
  std::vector<std::string> names;
  for (const RequestKeys& request : options.requests) {
    names.push_back(request.name());
  }
  if (options.calls) {
    names.push_back(options.calls->operation);
  }
  const LoadTrace& trace = *options.arrivals->trace;
  for (const std::string& operation : trace.operations) {
    if (std::find(names.begin(), names.end(), operation) == names.end()) {
      places.error_at(trace.node,
                      "the trace asks for " + quote(operation) + ", which is no request here",
                      suggestion(operation, names));
    }
  }
}

}  // namespace

void declare(Declaration<RequestKeys>& keys) {
  keys.about("One of the things users ask for");
  keys.key("call", &RequestKeys::call, values::call_reference())
      .required()
      .help("what is called, such as api.send");
  keys.ratio("share", &RequestKeys::share)
      .otherwise("100%")
      .help("how often, among the requests of these users");
  keys.text("as", &RequestKeys::as).help("its name in results; by default that of the operation");
  keys.law("key", &RequestKeys::key, QuantityKind::kCount)
      .help("which key is asked for; by default as said for all requests");
  keys.law("bytes", &RequestKeys::bytes, QuantityKind::kBytes)
      .otherwise("200B")
      .help("size of the request");
  keys.count("priority", &RequestKeys::priority)
      .at_most(kPriorityMax)
      .otherwise("0")
      .help("larger is more urgent, where a discipline goes by it");
}

void declare(Declaration<Clients::Options>& keys) {
  using Options = Clients::Options;
  keys.about("The users of the system and what they ask for");
  keys.object("arrivals", &Options::arrivals)
      .help("open loop: when requests arrive, whatever becomes of earlier ones");
  keys.count("population", &Options::population)
      .at_least(1)
      .at_most(Clients::kPopulationMax)
      .help("closed loop: users who wait for each answer");
  keys.duration("ramp_up", &Options::ramp_up)
      .otherwise("0s")
      .help("closed loop: users come one after the other over this time");
  keys.law("think", &Options::think)
      .help("closed loop: time between an answer and the next request");
  keys.key("calls", &Options::calls, values::call_reference())
      .help("what is called, if it is one thing only");
  keys.list_of("requests", &Options::requests, values::object<RequestKeys>())
      .at_least(1)
      .help("the things that are asked for, with their shares");
  keys.count("users", &Options::users)
      .at_least(1)
      .otherwise("1M")
      .help("whose requests they are: a user is drawn evenly for each");
  keys.law("key", &Options::key, QuantityKind::kCount)
      .help("which key is asked for; by default the user");
  keys.law("bytes", &Options::bytes, QuantityKind::kBytes)
      .otherwise("200B")
      .help("size of a request given by calls");
  keys.count("priority", &Options::priority)
      .at_most(kPriorityMax)
      .otherwise("0")
      .help("of a request given by calls: larger is more urgent");
  keys.law("access", &Options::access)
      .help("latency of the last mile, one way, such as that of a mobile network");
  keys.include(&Options::policy);
  keys.check([](const Options& options, const KeyPlaces& places) {
    if (options.arrivals.has_value() == options.population.has_value()) {
      places.error("arrivals",
                   "users arrive, or they are a population",
                   "give one of arrivals and population");
    }
    if (options.calls.has_value() == !options.requests.empty()) {
      places.error("calls", "it is not clear what is asked for", "give one of calls and requests");
    }
    check_trace(options, places);
    double shares = 0;
    for (const RequestKeys& request : options.requests) {
      shares += request.share;
    }
    const bool drawn = !options.arrivals || !options.arrivals->trace;
    if (drawn && !options.requests.empty() && (shares < 1 - 1e-9 || shares > 1 + 1e-9)) {
      places.error("requests", "the shares of the requests do not add up to 100%");
    }
  });
}

}  // namespace napkin::components
