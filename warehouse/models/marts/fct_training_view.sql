{{ config(materialized='table') }}

-- Everything to learn from: features, labels and what was known of the merchant when the month began.
-- Split by ts_month, never at random: train on months before, test on months from some month on.
select
    f.transaction_id,
    f.ts_month,
    t.transaction_date,
    f.amount,
    f.abs_amount,
    f.merchant,
    f.mcc,
    f.channel,
    f.hour_of_day,
    f.dow,
    f.is_weekend,
    f.is_subscription,
    f.norm_desc,
    f.tokens,
    f.feature_version,
    m.top_category as merchant_top_category,
    m.top_probability as merchant_top_probability,
    m.labels_before as merchant_labels_before,
    m.confidence as merchant_confidence,
    l.category,
    l.label_source,
    l.sample_weight
from {{ ref('stg_ml_features') }} as f
inner join {{ ref('stg_transaction_labels') }} as l on l.transaction_id = f.transaction_id
inner join {{ ref('stg_transactions') }} as t on t.transaction_id = f.transaction_id
inner join {{ ref('dim_merchants') }} as m on m.merchant = f.merchant and m.ts_month = f.ts_month
where f.amount <> 0 and l.category <> ''
