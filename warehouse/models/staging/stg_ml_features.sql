select
    transaction_id,
    ts_month,
    amount,
    abs_amount,
    merchant,
    mcc,
    channel,
    hour_of_day,
    dow,
    is_weekend,
    is_subscription,
    norm_desc,
    tokens,
    feature_version
from {{ source('store', 'ml_features') }}
