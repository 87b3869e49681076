#include "models/components/limiter.h"

#include <algorithm>

#include "models/algorithms/limiters/limiter_registry.h"
#include "models/algorithms/limiters/token_bucket.h"
#include "sim/net/call.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<RateLimiter> registration;

constexpr std::string_view kOnlyOperation = "pass";

std::unique_ptr<algorithms::Limiter> make(const RateLimiter::Options& options) {
  const algorithms::Rate rate{options.limit, options.per};
  if (options.in_batches) {
    return std::make_unique<algorithms::TokenBucket>(
        algorithms::TokenBucket::Options{.capacity = options.burst.value_or(options.limit),
                                         .rate = rate,
                                         .refill = algorithms::TokenBucket::Refill::kBatches});
  }
  return algorithms::make_limiter(options.algorithm,
                                  {.rate = rate, .burst = options.burst.value_or(0)});
}

}  // namespace

void declare(Declaration<RateLimiter::Options>& keys) {
  using Options = RateLimiter::Options;
  keys.about("A rate limiter: lets so many requests through, and turns the others away");
  keys.choice<std::string>("algorithm",
                           &Options::algorithm,
                           {{"fixed_window", "fixed_window"},
                            {"gcra", "gcra"},
                            {"leaking_bucket", "leaking_bucket"},
                            {"sliding_window_counter", "sliding_window_counter"},
                            {"sliding_window_log", "sliding_window_log"},
                            {"token_bucket", "token_bucket"}})
      .otherwise("token_bucket")
      .help("how it counts");
  keys.count("limit", &Options::limit)
      .at_least(1)
      .at_most(1000000000)
      .required()
      .help("requests that may pass in each stretch of time");
  keys.duration("per", &Options::per)
      .more_than("0s")
      .otherwise("1s")
      .help("the stretch of time that limit is about");
  keys.count("burst", &Options::burst)
      .at_least(1)
      .at_most(1000000000)
      .help("requests that may pass, or wait in a leaking bucket, at once; by default limit");
  keys.choice<bool>("refill", &Options::in_batches, {{"steady", false}, {"batches", true}})
      .otherwise("steady")
      .help("of a token bucket: one token after the other, or all of limit at each end of per");
  keys.list_of("to", &Options::to, values::call_reference())
      .at_least(1)
      .help("the operations it passes on, all of one component; by default it answers itself");
  keys.duration("timeout", &Options::timeout)
      .more_than("0s")
      .otherwise("10s")
      .help("how long it waits for an answer");
  keys.include(&Options::host);
  keys.check([](const Options& options, const KeyPlaces& places) {
    for (const CallReference& reference : options.to) {
      if (reference.component != options.to.front().component) {
        places.error("to", "a limiter stands before one component");
      }
    }
    if (options.in_batches && options.algorithm != "token_bucket") {
      places.error("refill", "only a token bucket is refilled", "write algorithm: token_bucket");
    }
  });
}

std::vector<std::string> RateLimiter::operations(const Options& options) {
  std::vector<std::string> names;
  names.reserve(options.to.size());
  for (const CallReference& reference : options.to) {
    names.push_back(reference.operation);
  }
  if (names.empty()) {
    names.emplace_back(kOnlyOperation);
  }
  return names;
}

std::vector<const CallReference*> RateLimiter::references(const Options& options) {
  std::vector<const CallReference*> references;
  references.reserve(options.to.size());
  for (const CallReference& reference : options.to) {
    references.push_back(&reference);
  }
  return references;
}

/// Where requests arrive.
class RateLimiter::Gate final : public Endpoint {
 public:
  Gate(RateLimiter& limiter, Host& host) : Endpoint(host, host.name()), limiter_(limiter) {}

  Task<Reply> handle(const Request& request) override {
    Duration delay{0};
    if (!limiter_.admit(host().kernel().now(), delay)) {
      co_return Reply::failed(Status::kRateLimited);
    }
    if (delay > Duration{0}) {
      co_await host().sleep(delay);
    }
    if (limiter_.behind_ == nullptr) {
      co_return Reply{.value = request.value};
    }
    Reply reply = co_await pass_on(request);
    if (reply.status == Status::kRefused || reply.status == Status::kReset) {
      reply.status = Status::kUnavailable;  // what is behind is down, not the limiter
    }
    co_return reply;
  }

 private:
  [[nodiscard]] Call pass_on(const Request& request) const {
    const Time deadline = add_checked(host().kernel().now(), limiter_.options_.timeout);
    return Call(host(), *limiter_.behind_, passed_on(request, deadline));
  }

  RateLimiter& limiter_;
};

RateLimiter::RateLimiter(const ComponentContext& context, const Options& options)
    : Component(context), options_(options), limiter_(make(options)) {
  Host& host = add_host(options_.host.host(name(), region(), 0));
  gate_ = std::make_unique<Gate>(*this, host);
  options_.host.limit(*gate_);
  add_endpoint(*gate_);
}

RateLimiter::~RateLimiter() = default;

void RateLimiter::connect(const Directory& directory) {
  if (!options_.to.empty()) {
    behind_ = directory.find(options_.to.front().component);
  }
}

Endpoint* RateLimiter::route(const Request&, Host&, const Endpoint*) {
  return gate_.get();
}

bool RateLimiter::admit(Time now, Duration& delay) {
  const algorithms::Decision decision = limiter_->take(now);
  delay = decision.delay;
  admitted_ += decision.admitted ? 1 : 0;
  refused_ += decision.admitted ? 0 : 1;
  if (decision.admitted) {
    const Time passes = add_checked(now, delay);
    recent_.push_back(passes);
    while (recent_.front() <= passes - options_.per) {
      recent_.pop_front();
    }
    most_in_span_ = std::max(most_in_span_, recent_.size());
  }
  return decision.admitted;
}

void RateLimiter::restart_statistics() {
  Component::restart_statistics();
  admitted_ = 0;
  refused_ = 0;
  most_in_span_ = 0;
}

void RateLimiter::report_values(std::vector<NamedValue>& values) const {
  const std::int64_t asked = admitted_ + refused_;
  if (asked > 0) {
    values.push_back({"value(" + name() + ".refused)",
                      static_cast<double>(refused_) / static_cast<double>(asked),
                      "ratio"});
  }
  values.push_back(
      {"value(" + name() + ".most_in_span)", static_cast<double>(most_in_span_), "requests"});
}

}  // namespace napkin::components
