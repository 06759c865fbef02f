-- Rows that fail: a merchant's month whose label count is not that of strictly earlier months.
select m.merchant, m.ts_month, m.labels_before, count(l.transaction_id) as labels_of_earlier_months
from {{ ref('dim_merchants') }} as m
left join {{ ref('stg_ml_features') }} as f on f.merchant = m.merchant and f.ts_month < m.ts_month
left join {{ ref('stg_transaction_labels') }} as l on l.transaction_id = f.transaction_id
group by m.merchant, m.ts_month, m.labels_before
having m.labels_before <> count(l.transaction_id)
