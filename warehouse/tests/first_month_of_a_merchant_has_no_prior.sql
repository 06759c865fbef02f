select merchant, ts_month
from {{ ref('dim_merchants') }} as m
where top_category is not null
    and ts_month = (select min(f.ts_month) from {{ ref('stg_ml_features') }} as f where f.merchant = m.merchant)
