#include "models/components/arrivals.h"

#include <algorithm>
#include <utility>

namespace napkin::components {

namespace {

/// One request per nanosecond.
constexpr double kRateMax = 1e9;

int processes_of(const ArrivalKeys& keys) {
  return (keys.poisson ? 1 : 0) + (keys.constant ? 1 : 0) + (keys.every ? 1 : 0) +
         (keys.curve.empty() ? 0 : 1);
}

}  // namespace

void declare(Declaration<CurvePoint>& keys) {
  keys.about("A point of a rate curve");
  keys.duration("at", &CurvePoint::at).required().help("when, in simulated time");
  keys.rate("rate", &CurvePoint::rate)
      .required()
      .help("how many a second from there to the next point");
}

void declare(Declaration<Spike>& keys) {
  keys.about("A time of higher or lower load");
  keys.duration("at", &Spike::at).required().help("when it begins");
  keys.duration("for", &Spike::lasting).more_than("0s").required().help("how long it lasts");
  keys.number("times", &Spike::times).at_least(0).required().help("what the rate is multiplied by");
}

void declare(Declaration<ArrivalKeys>& keys) {
  keys.about("When requests arrive, whether or not earlier ones were answered");
  keys.rate("poisson", &ArrivalKeys::poisson)
      .help("at random, so many a second: many users who know nothing of each other");
  keys.rate("constant", &ArrivalKeys::constant).help("evenly spaced, so many a second");
  keys.law("every", &ArrivalKeys::every).help("time from one to the next");
  keys.list_of("curve", &ArrivalKeys::curve, values::object<CurvePoint>())
      .at_least(1)
      .help("at random, at a rate that changes along these points");
  keys.list_of("spikes", &ArrivalKeys::spikes, values::object<Spike>())
      .help("times when the rate is multiplied");
  keys.check([](const ArrivalKeys& arrivals, const KeyPlaces& places) {
    if (processes_of(arrivals) != 1) {
      places.error(
          "poisson", "requests arrive in one way", "give one of poisson, constant, every, curve");
    }
    if (arrivals.every && arrivals.every->mean() < 1) {
      places.error("every", "there is no time between one request and the next");
    }
    for (const auto& [key, rate] :
         {std::pair{"poisson", arrivals.poisson}, std::pair{"constant", arrivals.constant}}) {
      if (rate && *rate > kRateMax) {
        places.error(key, "more requests a second than can be told apart");
      }
    }
    if (!arrivals.spikes.empty() && !arrivals.poisson && arrivals.curve.empty()) {
      places.error("spikes", "spikes go with poisson and curve");
    }
  });
}

Arrivals::Arrivals(ArrivalKeys keys, RandomStream random)
    : keys_(std::move(keys)), random_(random) {
  highest_rate_ = keys_.poisson.value_or(0);
  for (const CurvePoint& point : keys_.curve) {
    highest_rate_ = std::max(highest_rate_, point.rate);
  }
  double highest_spike = 1;
  for (const Spike& spike : keys_.spikes) {
    // Spikes may overlap.
    highest_spike *= std::max(1.0, spike.times);
  }
  highest_rate_ *= highest_spike;
}

Time Arrivals::next(Time now) {
  if (keys_.every) {
    return factor_ == 0
               ? kTimeMax
               : add_checked(now, Law::to_duration(keys_.every->sample(random_) / factor_));
  }
  if (keys_.constant) {
    const double rate = *keys_.constant * factor_;
    return rate == 0 ? kTimeMax : add_checked(now, Law::to_duration(1e9 / rate));
  }
  if (highest_rate_ * factor_ == 0) {
    return kTimeMax;
  }
  const bool changes = !keys_.curve.empty() || !keys_.spikes.empty();
  Time candidate = now;
  while (true) {
    candidate = add_checked(candidate, step(highest_rate_ * factor_));
    if (!changes) {
      return candidate;
    }
    const double rate = curve_rate_at(candidate) * spike_factor_at(candidate);
    if (rate == 0) {
      // Nothing arrives before the rate changes, and what was drawn so far does not matter.
      candidate = next_change_after(candidate);
      if (candidate == kTimeMax) {
        return kTimeMax;
      }
      continue;
    }
    if (random_.uniform() * highest_rate_ < rate) {
      return candidate;
    }
  }
}

Duration Arrivals::step(double rate) {
  return Law::to_duration(-math::log(random_.uniform()) * 1e9 / rate);
}

double Arrivals::curve_rate_at(Time now) const {
  if (keys_.poisson) {
    return *keys_.poisson;
  }
  const auto& curve = keys_.curve;
  const auto after = std::find_if(
      curve.begin(), curve.end(), [now](const CurvePoint& point) { return point.at > now; });
  if (after == curve.begin() || after == curve.end()) {
    return after == curve.end() ? curve.back().rate : after->rate;
  }
  const auto before = after - 1;
  const double share = static_cast<double>((now - before->at).count()) /
                       static_cast<double>((after->at - before->at).count());
  return before->rate + share * (after->rate - before->rate);
}

/// When the curve or a spike next begins a new piece; kTimeMax after the last.
Time Arrivals::next_change_after(Time now) const {
  Time next = kTimeMax;
  const auto consider = [now, &next](Time change) {
    if (change > now) {
      next = std::min(next, change);
    }
  };
  for (const CurvePoint& point : keys_.curve) {
    consider(point.at);
  }
  for (const Spike& spike : keys_.spikes) {
    consider(spike.at);
    consider(add_checked(spike.at, spike.lasting));
  }
  return next;
}

double Arrivals::spike_factor_at(Time now) const {
  double factor = 1;
  for (const Spike& spike : keys_.spikes) {
    if (now >= spike.at && now < spike.at + spike.lasting) {
      factor *= spike.times;
    }
  }
  return factor;
}

}  // namespace napkin::components
