#include "models/components/mobile_push.h"

#include <utility>

namespace napkin::components {

namespace {

const ComponentRegistration<MobilePush> registration;

}  // namespace

void declare(Declaration<MobilePush::Options>& keys) {
  keys.about(
      "The push service of a phone's maker: answers after a while, without a visible capacity");
  keys.law("latency", &MobilePush::Options::latency)
      .otherwise("{p50: 80ms, p99: 500ms}")
      .help("time until it answers");
  keys.ratio("failures", &MobilePush::Options::failures)
      .otherwise("0%")
      .help("share of the notifications that it refuses");
}

class MobilePush::Provider final : public Endpoint {
 public:
  Provider(Host& host, const Options& options)
      : Endpoint(host, host.name()),
        options_(options),
        random_(host.region().seed(), host.name(), "answers") {}

  /// Nobody waits for the answer: then when it comes makes no difference.
  std::optional<Reply> handle_at_once(const Request& request) override {
    if (request.port != nullptr) {
      return std::nullopt;
    }
    return Reply::failed(random_.chance(options_.failures) ? Status::kUnavailable : Status::kOk);
  }

  Task<Reply> handle(const Request&) override {
    const Duration latency = options_.latency.sample_duration(random_);
    const bool fails = random_.chance(options_.failures);
    co_await host().sleep(latency);
    co_return Reply::failed(fails ? Status::kUnavailable : Status::kOk);
  }

  /// From now on; the share before.
  double set_failures(double failures) { return std::exchange(options_.failures, failures); }

 private:
  Options options_;
  RandomStream random_;
};

MobilePush::MobilePush(const ComponentContext& context, const Options& options)
    : Component(context) {
  Host::Options host;
  host.name = name();
  host.cores.servers = Station::kUnbounded;
  host.bandwidth_bps = 0;
  host.in_data_centre = false;
  provider_ = std::make_unique<Provider>(add_host(std::move(host)), options);
  add_endpoint(*provider_);
}

MobilePush::~MobilePush() = default;

Endpoint* MobilePush::route(const Request&, Host&, const Endpoint*) {
  return provider_.get();
}

std::optional<double> MobilePush::set(std::string_view key, double value) {
  if (key != "failures" || value < 0 || value > 1) {
    return std::nullopt;
  }
  return provider_->set_failures(value);
}

}  // namespace napkin::components
