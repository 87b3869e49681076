#pragma once

#include <memory>  // unique_ptr
#include <string>  // string
#include <vector>  // vector

#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// A service of somebody else, such as the push service of a phone's maker: it answers after a
/// while, sometimes with a failure, and has no capacity that we could see.
class MobilePush final : public Component {
 public:
  static constexpr std::string_view kKind = "mobile_push";

  struct Options {
    Law latency;
    double failures = 0;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) { return {"notify"}; }

  MobilePush(const ComponentContext& context, const Options& options);
  ~MobilePush() override;

  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;

  [[nodiscard]] static std::vector<SettingInfo> settings(const Options&) {
    return {{"failures", QuantityKind::kRatio}};
  }

  std::optional<double> set(std::string_view key, double value) override;

 private:
  class Provider;

  std::unique_ptr<Provider> provider_;
};

void declare(Declaration<MobilePush::Options>& keys);

}  // namespace napkin::components
