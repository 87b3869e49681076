#include "models/components/arrivals.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/kernel/math.h"

namespace napkin::components {

namespace {

/// One request per nanosecond.
constexpr double kRateMax = 1e9;

int processes_of(const ArrivalKeys& keys) {
  return (keys.poisson ? 1 : 0) + (keys.constant ? 1 : 0) + (keys.every ? 1 : 0) +
         (keys.curve.empty() ? 0 : 1) + (keys.ramp ? 1 : 0) + (keys.daily ? 1 : 0) +
         (keys.trace ? 1 : 0);
}

constexpr std::size_t kHours = 24;

/// How a service for the public is used over its day, from midnight on: quiet at four, a plateau
/// over working hours, busiest at nine in the evening.
constexpr std::array<double, kHours> kUsualDay = {45, 30, 20, 14, 12, 15, 24, 38, 52, 62,  68, 72,
                                                  76, 74, 72, 72, 74, 78, 84, 92, 98, 100, 88, 66};

/// The points of a curve that says the same as the keys.
std::vector<CurvePoint> points_of(const ArrivalKeys& keys) {
  if (keys.ramp) {
    return {{keys.ramp->at, keys.ramp->from},
            {add_checked(keys.ramp->at, keys.ramp->over), keys.ramp->to}};
  }
  std::vector<CurvePoint> points = keys.curve;
  if (keys.daily) {
    const std::vector<double> rates = keys.daily->hourly_rates();
    for (std::size_t hour = 0; hour <= kHours; ++hour) {
      points.push_back({keys.daily->day / 24 * static_cast<int>(hour), rates[hour % kHours]});
    }
  }
  return points;
}

/// What the spikes at `now` multiply the rate by: those that overlap, together.
double spike_factor(const ArrivalKeys& keys, Time now) {
  double factor = 1;
  for (const Spike& spike : keys.spikes) {
    if (now >= spike.at && now - spike.at < spike.lasting) {
      factor *= spike.times;
    }
  }
  return factor;
}

/// No rate is higher, at any time.
double highest_rate(const ArrivalKeys& keys) {
  double rate = keys.poisson.value_or(0);
  for (const CurvePoint& point : points_of(keys)) {
    rate = std::max(rate, point.rate);
  }
  double factor = 1;
  for (const Spike& spike : keys.spikes) {
    factor = std::max(factor, spike_factor(keys, spike.at));  // the highest begins with a spike
  }
  return rate * factor;
}

void check_points(const ArrivalKeys& arrivals, const KeyPlaces& places) {
  const auto& curve = arrivals.curve;
  for (std::size_t index = 1; index < curve.size(); ++index) {
    if (curve[index].at <= curve[index - 1].at) {
      places.error("curve", "the points of a curve follow each other in time", "sort them by at");
      return;
    }
  }
  if (arrivals.daily && arrivals.daily->average.has_value() == arrivals.daily->peak.has_value()) {
    places.error("daily", "how many requests is not clear", "give one of average and peak");
  }
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
  keys.number("times", &Spike::times)
      .at_least(0)
      .at_most(1000000)
      .required()
      .help("what the rate is multiplied by");
}

void declare(Declaration<RampKeys>& keys) {
  keys.about("A rate that goes evenly from one to another, and stays there");
  keys.rate("from", &RampKeys::from).required().help("requests a second at the beginning");
  keys.rate("to", &RampKeys::to).required().help("and in the end");
  keys.duration("over", &RampKeys::over).more_than("0s").required().help("how long that takes");
  keys.duration("at", &RampKeys::at).otherwise("0s").help("when it begins");
}

void declare(Declaration<DailyKeys>& keys) {
  keys.about("A rate that follows the hours of the day");
  keys.rate("average", &DailyKeys::average).help("requests a second over the whole day");
  keys.rate("peak", &DailyKeys::peak).help("requests a second in the busiest hour");
  keys.list_of("shape", &DailyKeys::shape, values::number().at_least("0"))
      .at_least(kHours)
      .at_most(kHours)
      .help("24 numbers from midnight on, how busy each hour is; by default quiet at night");
  keys.duration("day", &DailyKeys::day)
      .at_least("24ms")
      .otherwise("24h")
      .help("simulated time of a day; 24s lets each hour pass in a second");
  keys.duration("start", &DailyKeys::start)
      .otherwise("0s")
      .help("time of that day at which the run begins");
}

std::vector<double> DailyKeys::hourly_rates() const {
  std::vector<double> rates = shape;
  if (rates.empty()) {
    rates.assign(kUsualDay.begin(), kUsualDay.end());
  }
  double sum = 0;
  double highest = 0;
  for (const double rate : rates) {
    sum += rate;
    highest = std::max(highest, rate);
  }
  if (highest == 0) {
    return rates;
  }
  const double scale = peak ? *peak / highest : average.value_or(0) * double{kHours} / sum;
  for (double& rate : rates) {
    rate *= scale;
  }
  return rates;
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
  keys.object("ramp", &ArrivalKeys::ramp)
      .help("at random, at a rate that rises or falls from one to another");
  keys.object("daily", &ArrivalKeys::daily)
      .help("at random, at a rate that follows the hours of the day");
  keys.key("trace", &ArrivalKeys::trace, load_trace_value())
      .optional()
      .help("as recorded in this file, lines of offset, operation, key, bytes");
  keys.list_of("spikes", &ArrivalKeys::spikes, values::object<Spike>())
      .at_most(1000)
      .help("times when the rate is multiplied");
  keys.check([](const ArrivalKeys& arrivals, const KeyPlaces& places) {
    if (processes_of(arrivals) != 1) {
      places.error("poisson",
                   "requests arrive in one way",
                   "give one of poisson, constant, every, curve, ramp, daily, trace");
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
    if (!arrivals.spikes.empty() && (arrivals.constant || arrivals.every || arrivals.trace)) {
      places.error("spikes", "spikes go with poisson, curve, ramp and daily");
    }
    check_points(arrivals, places);
    if (highest_rate(arrivals) > kRateMax) {
      places.error("spikes", "at the peak, more requests a second than can be told apart");
    }
  });
}

Arrivals::Arrivals(ArrivalKeys keys, RandomStream random)
    : keys_(std::move(keys)), random_(random) {
  keys_.curve = points_of(keys_);
  if (keys_.daily) {
    period_ = keys_.curve.back().at;
    shift_ = keys_.daily->start;
  }
}

std::optional<double> Arrivals::set_rate(double rate) {
  std::optional<double>& own = keys_.poisson ? keys_.poisson : keys_.constant;
  if (!own) {
    return std::nullopt;
  }
  const double before = *own;
  own = rate;
  return before;
}

Time Arrivals::next(Time now) {
  if (keys_.trace) {
    const auto& entries = keys_.trace->entries;
    return recorded_ < entries.size() ? entries[recorded_++].at : kTimeMax;
  }
  if (factor_ == 0) {
    return kTimeMax;
  }
  if (keys_.every) {
    return add_checked(now, Law::to_duration(keys_.every->sample(random_) / factor_));
  }
  if (keys_.constant) {
    const double rate = *keys_.constant * factor_;
    return rate == 0 ? kTimeMax : add_checked(now, Law::to_duration(1e9 / rate));
  }
  if (keys_.curve.empty() && keys_.spikes.empty()) {
    const double rate = *keys_.poisson * factor_;
    return rate == 0 ? kTimeMax : add_checked(now, step(rate));
  }
  return next_of_changing_rate(now);
}

/// Thinned piece by piece, each from its own highest rate: since arrivals know nothing of each
/// other, what was drawn beyond the end of a piece does not matter.
Time Arrivals::next_of_changing_rate(Time now) {
  Time candidate = now;
  while (candidate != kTimeMax) {
    const Time end = next_change_after(candidate);
    const double factor = spike_factor(keys_, candidate) * factor_;
    const double last = curve_rate_at(end == kTimeMax ? candidate : end - Duration{1});
    const double highest = std::max(curve_rate_at(candidate), last) * factor;
    const Duration wait = highest == 0 ? kNever : step(highest);
    if (wait >= end - candidate || highest == 0) {
      candidate = end;
      continue;
    }
    candidate += wait;
    if (random_.uniform() * highest < curve_rate_at(candidate) * factor) {
      return candidate;
    }
  }
  return kTimeMax;
}

Duration Arrivals::step(double rate) {
  return Law::to_duration(-math::log(random_.uniform()) * 1e9 / rate);
}

double Arrivals::curve_rate_at(Time now) const {
  if (keys_.poisson) {
    return *keys_.poisson;
  }
  const auto& curve = keys_.curve;
  if (period_ > Duration::zero()) {
    now = (now + shift_ % period_) % period_;
  }
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
  // Of a curve that repeats, the round that is under way and the one after it.
  const Time start =
      period_ > Duration::zero() ? now - (now + shift_ % period_) % period_ : Time{0};
  for (const CurvePoint& point : keys_.curve) {
    consider(add_checked(start, point.at));
    if (period_ > Duration::zero()) {
      consider(add_checked(start + period_, point.at));
    }
  }
  for (const Spike& spike : keys_.spikes) {
    consider(spike.at);
    consider(add_checked(spike.at, spike.lasting));
  }
  return next;
}

}  // namespace napkin::components
