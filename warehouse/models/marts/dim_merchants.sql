{{ config(materialized='table') }}

-- What was known of a merchant when a month began: labels of earlier months, none of the month itself or later.
-- One row a merchant and month in which it was paid.
with paid as (
    select f.merchant, f.ts_month, count(*) as payments, avg(f.is_subscription::int) as subscription_share
    from {{ ref('stg_ml_features') }} as f
    where f.merchant is not null and f.merchant <> ''
    group by f.merchant, f.ts_month
),

labelled as (
    select
        f.merchant,
        f.ts_month,
        l.category,
        count(*) as labels,
        sum(case when l.label_source = 'human' then 1 else 0 end) as human_labels
    from {{ ref('stg_ml_features') }} as f
    inner join {{ ref('stg_transaction_labels') }} as l on l.transaction_id = f.transaction_id
    where f.merchant is not null and f.merchant <> ''
    group by f.merchant, f.ts_month, l.category
),

-- P(category | merchant) as of each month
priors as (
    select
        p.merchant,
        p.ts_month,
        l.category,
        sum(l.labels) as labels,
        sum(l.human_labels) as human_labels,
        sum(l.labels) * 1.0 / sum(sum(l.labels)) over (partition by p.merchant, p.ts_month) as probability,
        row_number() over (
            partition by p.merchant, p.ts_month order by sum(l.labels) desc, sum(l.human_labels) desc, l.category
        ) as place
    from paid as p
    inner join labelled as l on l.merchant = p.merchant and l.ts_month < p.ts_month
    group by p.merchant, p.ts_month, l.category
),

known as (
    select
        merchant,
        ts_month,
        sum(labels) as labels_before,
        sum(human_labels) as human_labels_before,
        count(*) as categories_before,
        max(case when place = 1 then category end) as top_category,
        max(probability) as top_probability
    from priors
    group by merchant, ts_month
)

select
    p.merchant || '|' || p.ts_month::varchar as merchant_month,
    p.merchant,
    p.ts_month,
    p.payments,
    p.subscription_share >= 0.5 as is_subscription,
    coalesce(k.labels_before, 0) as labels_before,
    coalesce(k.human_labels_before, 0) as human_labels_before,
    coalesce(k.categories_before, 0) as categories_before,
    k.top_category,
    k.top_probability,
    case
        when coalesce(k.labels_before, 0) = 0 then 'none'
        when k.labels_before >= 10 and k.top_probability >= 0.9 then 'high'
        when k.labels_before >= 3 and k.top_probability >= 0.7 then 'medium'
        else 'low'
    end as confidence
from paid as p
left join known as k on k.merchant = p.merchant and k.ts_month = p.ts_month
